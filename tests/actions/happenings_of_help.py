"""What can happen with an edition's papers, and with what readers say of articles."""

from datetime import date

from recert.actions import articles, documents
from tests import people as cast
from tests.actions.happening import THEN, Happening

BROWSER = articles.Voter(None, "a" * 64)


def _said(*, helpful, **more):
    return articles.Ballot("how", date(2020, 1, 1), helpful=helpful, **more)


HAPPENINGS = (
    Happening(
        documents.keep_paper,
        cast.adopted,
        lambda edition: documents.keep_paper(
            edition, paper="guide", made_of="1" * 64, digest="0" * 64, size=1, at=THEN
        ),
        ("document.made",),
        writes={"document": 1},
        again=True,
        on=None,
    ),
    Happening(
        articles.vote,
        cast.olga,
        lambda olga: articles.vote(
            _said(helpful=False, step="fee", words="How much?"), voter=articles.Voter(olga), at=THEN
        ),
        ("article.voted",),
        writes={"articlevote": 1},
        again=True,
        by="Olga",
        on=None,
    ),
    Happening(
        articles.vote,
        lambda: articles.vote(_said(helpful=True), voter=BROWSER, at=cast.AT),
        lambda _vote: articles.vote(_said(helpful=False), voter=BROWSER, at=THEN),
        ("article.voted",),
        writes={"articlevote": 1},
        again=True,
        on=None,
        title="a change of mind",
    ),
)
