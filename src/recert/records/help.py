"""The help pages: what readers said of an article."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from recert.records.people import User


class ArticleVote(models.Model):
    """Whether one reader found an article helpful, and if not, which step failed."""

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
                fields=["article", "user"],
                condition=Q(user__isnull=False),
                name="one_vote_per_article_and_login",
            ),
            models.UniqueConstraint(
                fields=["article", "visitor"],
                condition=~Q(visitor=""),
                name="one_vote_per_article_and_browser",
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
