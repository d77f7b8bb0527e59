"""The help pages: what readers said of an article, and how that adds up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q

from recert.records.people import User


class ArticleVote(models.Model):
    """Whether one reader found a version of an article helpful; if not, which step failed."""

    PERSONAL: ClassVar = ("visitor", "words")

    article = models.SlugField(max_length=60)
    version_on = models.DateField()  # the text that was read
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    visitor = models.CharField(max_length=64, blank=True)  # digest of a browser's own token
    helpful = models.BooleanField()
    step = models.SlugField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["article", "version_on", "user"],
                condition=Q(user__isnull=False),
                name="one_vote_per_version_and_login",
            ),
            models.UniqueConstraint(
                fields=["article", "version_on", "visitor"],
                condition=~Q(visitor=""),
                name="one_vote_per_version_and_browser",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, visitor="") | Q(user=None) & ~Q(visitor=""),
                name="vote_is_of_a_login_or_a_browser",
            ),
            models.CheckConstraint(
                condition=Q(helpful=False) | Q(step="", words=""),
                name="only_a_no_names_a_step",
            ),
        )

    def __str__(self) -> str:
        return f"{self.article}: {'yes' if self.helpful else 'no'}"


@dataclass(frozen=True, slots=True)
class Tally:
    """What readers said of one version of an article. `failed` has each step, most votes first."""

    article: str
    version_on: date
    helpful: int
    everybody: int
    failed: tuple[tuple[str, int], ...]

    @property
    def unhelpful(self) -> int:
        """How many it did not help."""
        return self.everybody - self.helpful


def tally_of(article: str, *, version_on: date) -> Tally:
    """Return what readers said of a version; zeros if nobody did."""
    rows = ArticleVote.objects.filter(article=article, version_on=version_on)
    return next(_tallies(rows), Tally(article, version_on, 0, 0, ()))


def tallies() -> list[Tally]:
    """Return what readers said of every version that anybody spoke of. Two statements."""
    return list(_tallies(ArticleVote.objects.all()))


def said_of(article: str, *, version_on: date) -> models.QuerySet[ArticleVote]:
    """Return the votes that came with words, the latest first."""
    rows = ArticleVote.objects.filter(article=article, version_on=version_on)
    return rows.exclude(words="").order_by("-at", "-id")


def _tallies(rows: models.QuerySet[ArticleVote]) -> Iterator[Tally]:
    version = ("article", "version_on")
    steps: dict[tuple[str, date], list[tuple[str, int]]] = {}
    named = rows.exclude(step="").values_list(*version, "step").annotate(votes=Count("id"))
    for article, version_on, step, votes in named.order_by("-votes", "step"):
        steps.setdefault((article, version_on), []).append((step, votes))
    counted = rows.values_list(*version).annotate(
        helpful_votes=Count("id", filter=Q(helpful=True)), votes=Count("id")
    )
    for article, version_on, helpful, votes in counted.order_by("article", "-version_on"):
        failed = tuple(steps.get((article, version_on), ()))
        yield Tally(article, version_on, helpful, votes, failed)
