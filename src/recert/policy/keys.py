"""How a key and a table of a policy file are described."""

from dataclasses import dataclass
from enum import StrEnum

NOT_SET_TEXT = "not set"

Path = tuple[str, ...]


class Kind(StrEnum):
    """What a key holds."""

    TEXT = "text"
    CHOICE = "one of the texts listed"
    YES_NO = "true or false"
    WHOLE = "whole number"
    SPAN = "two whole numbers"
    AMOUNT = "number of the unit"
    STEP = "number above zero"
    MONEY = "amount of money"
    ZONE = "time zone"
    CURRENCY = "currency"
    CITE = "source"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table. `example` is written as in TOML."""

    name: str
    kind: Kind
    meaning: str
    example: str
    choices: tuple[str, ...] = ()
    least: int = 0
    may_be_not_set: bool = False
    required: bool = True

    @property
    def allowed(self) -> str:
        """What the key may hold, in words."""
        words = {
            Kind.WHOLE: f"a whole number of {self.least} or more",
            Kind.SPAN: f"two whole numbers of {self.least} or more, the smaller one first",
            Kind.AMOUNT: "a number of the unit that is a whole number of its steps",
            Kind.STEP: "a number above zero",
            Kind.MONEY: "an amount with no more places than the currency has",
            Kind.YES_NO: "true or false",
            Kind.TEXT: "text that is not empty",
            Kind.ZONE: 'a time zone such as "America/Los_Angeles"',
            Kind.CURRENCY: 'a currency of ISO 4217 such as "USD"',
            Kind.CITE: "the name of a source, or a table that names one for each key",
        }.get(self.kind)
        listed = [f'"{choice}"' for choice in self.choices]
        parts = [*([words] if words else []), *listed]
        if self.may_be_not_set:
            parts.append(f'"{NOT_SET_TEXT}"')
        return " or ".join(parts)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file. `names` closes the list of names that `*` may stand for."""

    path: Path
    meaning: str
    keys: tuple[Key, ...]
    required: bool = False
    names: tuple[str, ...] = ()

    def key(self, name: str) -> Key | None:
        """Return the key of a name, or None."""
        return next((key for key in self.keys if key.name == name), None)


def fits(pattern: Path, path: Path) -> bool:
    """Tell whether a path is of a pattern.

    >>> fits(("pathways", "*", "filing"), ("pathways", "exam_upgrade", "filing"))
    True
    """
    return len(pattern) == len(path) and all(
        wanted in {"*", name} for wanted, name in zip(pattern, path, strict=True)
    )


CITE = Key(
    "cite",
    Kind.CITE,
    "The source that the values of this table, in this file, rest on; or one for each key.",
    '"GUIDE"',
)
