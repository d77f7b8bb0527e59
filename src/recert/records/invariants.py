"""What must always hold of what is on record: the questions of `invariants.sql`, asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from django.db import connection

_HEADING = re.compile(r"^-- (I\d+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Invariant:
    """What always holds, and the questions whose answers break it."""

    code: str
    sentence: str
    questions: tuple[str, ...]

    def broken(self) -> Iterator[str]:
        """Yield, in words, what breaks it now."""
        for question in self.questions:
            with connection.cursor() as cursor:
                cursor.execute(_spoken_here(question))
                yield from (str(words) for (words,) in cursor.fetchall())


def _spoken_here(question: str) -> str:
    """Return a question as this database asks it: how it reads JSON is all that differs."""
    if connection.vendor == "sqlite":
        return re.sub(r"json_text\((\S+), key '(\w+)'\)", r"json_extract(\1, '$.\2')", question)
    return re.sub(r"json_text\((\S+), key '(\w+)'\)", r"(\1 ->> '\2')", question)


@lru_cache(maxsize=1)
def invariants() -> tuple[Invariant, ...]:
    """Return every invariant that SQL can ask for, in the order of the file."""
    text = files("recert.records").joinpath("invariants.sql").read_text(encoding="utf-8")
    _before, *parts = _HEADING.split(text)
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return tuple(
        Invariant(code, sentence, tuple(filter(None, map(str.strip, body.split(";\n")))))
        for code, sentence, body in triples
    )
