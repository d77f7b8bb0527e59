"""Taking a member's file in: kept first, then looked at, then scanned; and one answer for all."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from recert.outside import files
from recert.outside.files import Stored
from recert.outside.inspection import Inspection, inspect
from recert.outside.scanning import Scan, ScanState, scan

INFECTED = "The scanner found something harmful in this file."
CLEAN_FIRST = "Do not open it. Send another copy from another device, or take a photograph of it."


@dataclass(frozen=True, slots=True)
class Intake:
    """What was kept, what it is, and what the scanner says."""

    stored: Stored
    inspection: Inspection
    scan: Scan

    @property
    def refused(self) -> str | None:
        """Why the file is not taken as evidence, or None."""
        return INFECTED if self.scan.state is ScanState.FOUND else self.inspection.refused

    @property
    def advice(self) -> str:
        """What the sender may do instead."""
        return CLEAN_FIRST if self.scan.state is ScanState.FOUND else self.inspection.advice


def take_in(stream: BinaryIO, *, limit: int, root: Path | None = None) -> Intake:
    """Keep, inspect and scan what a stream gives, up to `limit` bytes. Raises files.CannotStore.

    What is refused stays in the store until files that no record names are cleared away: the same
    content may already be somebody's evidence, so nothing is removed here.
    """
    stored = files.store(stream, limit=limit, root=root)
    path = files.path_of(stored.digest, root=root)
    return Intake(stored=stored, inspection=inspect(path), scan=scan(path))


def may_be_shown(state: ScanState, *, release_not_scanned: bool) -> bool:
    """Whether a file that was taken in may be shown and handed out, as the body has set it.

    >>> may_be_shown(ScanState.NOT_SCANNED, release_not_scanned=False)
    False
    """
    return state is ScanState.CLEAN or (state is ScanState.NOT_SCANNED and release_not_scanned)
