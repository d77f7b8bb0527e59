"""Files held against the records: each that is named is there, with its content and its size."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

_EVIDENCE = "select id, digest, size from records_evidence order by id"
_DOCUMENTS = "select id, digest, size from records_document order by id"
_UPLOADS = "select id, digest, size from records_upload order by id"
_SCANS = "select id, scan from records_evidence where scan not in ('clean', 'not scanned')"


def evidence_files() -> Iterator[str]:
    """Yield each piece of evidence, upload or document whose file is missing or not what it was."""
    yield from _compared("evidence", _EVIDENCE, root=Path(settings.EVIDENCE_ROOT))
    yield from _compared("upload", _UPLOADS, root=Path(settings.EVIDENCE_ROOT))
    yield from _compared("document", _DOCUMENTS, root=Path(settings.DOCUMENTS_ROOT))
    for pk, scan in _rows(_SCANS):
        yield f"evidence {pk} is on record though its scan says: {scan}"


def _compared(what: str, question: str, *, root: Path) -> Iterator[str]:
    seen: dict[str, str] = {}
    for pk, digest, size in _rows(question):
        if digest not in seen:
            seen[digest] = _fault(
                root / digest[:2] / digest[2:4] / digest, digest=digest, size=size
            )
        if seen[digest]:
            yield f"{what} {pk}: file {digest[:12]}… {seen[digest]}"


def _fault(path: Path, *, digest: str, size: int) -> str:
    """Return what is wrong with a file; nothing if it is whole."""
    if not path.is_file():
        return "is missing"
    if path.stat().st_size != size:
        return f"has {path.stat().st_size} bytes, and had {size}"
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return "" if found == digest else "holds something else than it did"


def _rows(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


QUESTIONS = [("I23", "Each file on record is there, with its digest and size.", evidence_files)]
