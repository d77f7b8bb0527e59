"""The list that Django looks for."""

from recert.records.applications import (
    Application,
    Attestation,
    Decision,
    FeeLine,
    FeeRuling,
    Renewal,
)
from recert.records.certification import (
    Act,
    ActEnd,
    Companion,
    Credential,
    Cycle,
    Edition,
    ExamResult,
    LevelChange,
    Program,
)
from recert.records.education import (
    Activity,
    Course,
    Evidence,
    EvidenceUse,
    Provider,
    ProviderApproval,
    Question,
)
from recert.records.history import Document, Event, Installation, Notice, Work
from recert.records.ledger import LedgerEntry
from recert.records.payments import Payment, Refund
from recert.records.people import Certificant, FormerName, Role, User
from recert.records.sign_ins import EnrolmentLink, Guess

__all__ = [
    "Act",
    "ActEnd",
    "Activity",
    "Application",
    "Attestation",
    "Certificant",
    "Companion",
    "Course",
    "Credential",
    "Cycle",
    "Decision",
    "Document",
    "Edition",
    "EnrolmentLink",
    "Event",
    "Evidence",
    "EvidenceUse",
    "ExamResult",
    "FeeLine",
    "FeeRuling",
    "FormerName",
    "Guess",
    "Installation",
    "LedgerEntry",
    "LevelChange",
    "Notice",
    "Payment",
    "Program",
    "Provider",
    "ProviderApproval",
    "Question",
    "Refund",
    "Renewal",
    "Role",
    "User",
    "Work",
]
