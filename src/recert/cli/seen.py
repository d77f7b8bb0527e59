"""What a look of `recert doctor` returns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something was found."""

    FINE = "fine"
    TO_DO = "to do"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look found, and what to do about it; `do` is empty where there is nothing to do."""

    what: str
    state: State
    found: str
    do: str = ""


Look = Callable[[], Iterator[Seen]]
