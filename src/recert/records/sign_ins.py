"""Signing in: what is counted so that nobody guesses, and links that sign in once."""

from typing import ClassVar

from django.db import models

from recert.records.people import User


class Guess(models.Model):
    """One try at something secret: a code, a link. Kept for a day, then forgotten."""

    PERSONAL: ClassVar = ()

    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=64)  # a keyed digest of whom or from where, never the thing
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["kind", "about", "at"], name="guess_by_whom_and_when"),)

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class EnrolmentLink(models.Model):
    """A link that signs a member of staff in once, to set up a passkey."""

    PERSONAL: ClassVar = ()

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)  # the token itself is kept nowhere
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"enrolment of {self.user}"
