"""Names of invented people, in many scripts, each once."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from recert.demonstration.dice import dice
from recert.policy.numbers import folded


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name, the family name in it, and the language it is written in (BCP 47)."""

    whole: str
    family: str
    language: str

    @property
    def mailbox(self) -> str:
        """The name in letters that every mailbox takes; empty if it has none."""
        return "".join(letter for letter in folded(self.whole) if letter.isascii())


@cache
def _sheet() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


def names() -> Iterator[Name]:
    """Yield names without end, none twice; those that forms often refuse come early."""
    throw = dice("names")
    met: set[str] = set()
    singles = [Name(one["name"], one["family"], one["tag"]) for one in _sheet()["single"]]
    while True:
        name = singles.pop(0) if singles and len(met) % 9 == 4 else _thrown(throw)  # noqa: PLR2004
        if name.whole not in met:
            met.add(name.whole)
            yield name


def _thrown(throw: Random) -> Name:
    languages = _sheet()["language"]
    one = throw.choices(languages, weights=[each["share"] for each in languages])[0]
    given, family = throw.choice(one["given"]), throw.choice(one["family"])
    parts = (given, family) if one["order"] == "given" else (family, given)
    return Name(one.get("separator", " ").join(parts), family, one["tag"])
