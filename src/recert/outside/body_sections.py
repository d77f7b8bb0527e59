"""The sections of a body's file, each with what it holds. docs/reference/body-file.md has them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Declaration:
    """A statement that every applicant signs, and the day from which this text is the text."""

    id: str
    edition: date
    text: str


@dataclass(frozen=True, slots=True)
class Office:
    """How the body's office works."""

    two_persons: bool
    hold_minutes: int
    answer_within_days: int


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What may be uploaded, and whether what no scanner saw is shown to reviewers."""

    release_not_scanned: bool
    file_megabytes: int
    files_per_activity: int
    cycle_megabytes: int

    @property
    def file_bytes(self) -> int:
        """The largest file, in bytes."""
        return self.file_megabytes * 1_000_000

    @property
    def cycle_bytes(self) -> int:
        """The most that one person may upload in one cycle, in bytes."""
        return self.cycle_megabytes * 1_000_000


@dataclass(frozen=True, slots=True)
class PaymentWays:
    """How a fee is paid without a card, and the words that say so."""

    methods: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Letters:
    """How documents are signed, and the paper they are set for."""

    signatory: str
    signatory_office: str
    paper: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person answers."""

    email: str
    words: str


@dataclass(frozen=True, slots=True)
class RequestWays:
    """How requests are answered: within how many days, and what may be written about."""

    answer_within_days: int
    words: str
    address: str  # where answers by mail arrive; a request's own address is made of it


@dataclass(frozen=True, slots=True)
class Exams:
    """Where the exams of an exam pathway are sat, and how a seat is booked."""

    vendor: str
    booking_page: str
    words: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """The upload desk, for people who cannot sign in, and the personal links beside it."""

    access_code: str  # printed for everybody; it protects nothing
    files_at_once: int
    megabytes_at_once: int
    files_a_day: int  # from one network address
    link_files: int
    link_days: int
    words: str
