"""Which documents hold: none of a cycle or a level that a corrected exam result took back."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from recert.records.certification import LevelChange
from recert.records.history import Document


def documents_in_force() -> QuerySet[Document]:
    """Return the documents that hold: receipts, papers of editions, and certificates of cycles.

    A certificate holds at the level at which its cycle began, and at one to which an exam raised
    it, as long as neither was reversed.
    """
    risen = LevelChange.objects.filter(cycle=OuterRef("cycle"), level=OuterRef("level"))
    at_a_level = Q(level=F("cycle__level")) | Q(Exists(risen))
    return Document.objects.filter(Q(cycle=None) | Q(cycle__reversed_at=None) & at_a_level)
