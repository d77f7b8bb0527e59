"""What readers say of help articles: one vote a reader and version, changed at will."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from recert.actions.events import record
from recert.records.help import ArticleVote
from recert.records.people import User

LONGEST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class Ballot:
    """What is said of one version: whether it helped; if not, which step failed, in what words."""

    article: str
    version_on: date
    helpful: bool
    step: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Voter:
    """Who says it: a login, else a browser, known by the digest of a token that it keeps."""

    user: User | None
    visitor: str = ""

    @property
    def keys(self) -> dict[str, User | str | None]:
        """What a vote of theirs is found by."""
        return {"user": self.user, "visitor": "" if self.user else self.visitor}


@transaction.atomic
def vote(ballot: Ballot, *, voter: Voter, at: datetime) -> ArticleVote:
    """Keep what a reader says of a version. A change of mind is one vote; the same again, nothing.

    Whoever voted in this browser before signing in has that vote only once.
    """
    if voter.user and voter.visitor:
        ArticleVote.objects.filter(
            article=ballot.article, version_on=ballot.version_on, visitor=voter.visitor
        ).delete()
    said = {"helpful": ballot.helpful, "step": ballot.step, "words": ballot.words[:LONGEST_WORDS]}
    kept, fresh = ArticleVote.objects.select_for_update().get_or_create(
        article=ballot.article,
        version_on=ballot.version_on,
        **voter.keys,
        defaults={**said, "at": at},
    )
    if not fresh:
        if said == {name: getattr(kept, name) for name in said}:
            return kept
        for name, value in said.items():
            setattr(kept, name, value)
        kept.at = at
        kept.save(update_fields=[*said, "at"])
    record(
        "article.voted",
        by=voter.user,
        at=at,
        subject=kept,
        article=ballot.article,
        version_on=ballot.version_on.isoformat(),
        helpful=ballot.helpful,
        step=ballot.step,
    )
    return kept
