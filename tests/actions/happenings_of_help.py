"""What can happen with an edition's papers, and with what readers say of articles."""

from recert.actions import documents
from tests import people as cast
from tests.actions.happening import THEN, Happening

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
)
