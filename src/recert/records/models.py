"""The list that Django looks for."""

from recert.records.applications import (
    Application,
    Attestation,
    Decision,
    FeeLine,
    FeeRuling,
    Renewal,
)
from recert.records.catalogue import (
    CompletionReport,
    CourseDate,
    CourseProposal,
    CourseVersion,
    PlannedClass,
    ProviderContact,
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
from recert.records.exams import (
    ExamAuthorisation,
    ExamBooking,
    ExamCorrection,
    ExamDecision,
    ExamRenewal,
    ExamRuling,
    ResultFile,
    ResultRow,
)
from recert.records.help import (
    ArticleVote,
)
from recert.records.history import Document, Event, Installation, Notice, Work
from recert.records.ledger import LedgerEntry
from recert.records.payments import Payment, Refund
from recert.records.people import Certificant, FormerName, Role, User
from recert.records.reminding import (
    CalendarAddress,
    ReminderStop,
    ReturnedMail,
)
from recert.records.requests import (
    ArrivedMail,
    CannedAnswer,
    CannedText,
    Request,
    RequestEvidence,
    RequestMessage,
)
from recert.records.sign_ins import EnrolmentLink, Guess
from recert.records.uploads import (
    PaperApplication,
    Upload,
    UploadLink,
)

__all__ = [
    "Act",
    "ActEnd",
    "Activity",
    "Application",
    "ArrivedMail",
    "ArticleVote",
    "Attestation",
    "CalendarAddress",
    "CannedAnswer",
    "CannedText",
    "Certificant",
    "Companion",
    "CompletionReport",
    "Course",
    "CourseDate",
    "CourseProposal",
    "CourseVersion",
    "Credential",
    "Cycle",
    "Decision",
    "Document",
    "Edition",
    "EnrolmentLink",
    "Event",
    "Evidence",
    "EvidenceUse",
    "ExamAuthorisation",
    "ExamBooking",
    "ExamCorrection",
    "ExamDecision",
    "ExamRenewal",
    "ExamResult",
    "ExamRuling",
    "FeeLine",
    "FeeRuling",
    "FormerName",
    "Guess",
    "Installation",
    "LedgerEntry",
    "LevelChange",
    "Notice",
    "PaperApplication",
    "Payment",
    "PlannedClass",
    "Program",
    "Provider",
    "ProviderApproval",
    "ProviderContact",
    "Question",
    "Refund",
    "ReminderStop",
    "Renewal",
    "Request",
    "RequestEvidence",
    "RequestMessage",
    "ResultFile",
    "ResultRow",
    "ReturnedMail",
    "Role",
    "Upload",
    "UploadLink",
    "User",
    "Work",
]
