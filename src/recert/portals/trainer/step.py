"""A next step: what there is to do, in words, and where."""

from dataclasses import dataclass

from recert.policy.policies import Source
from recert.portals.trainer.classes import Suggestion


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, in words, and where."""

    title: str
    words: tuple[str, ...]
    button: str = ""
    href: str = ""
    acts: bool = True  # whether there is something to do
    source: Source | None = None  # the rule that it rests on
    adds: bool = False  # whether adding an activity is a second way
    asks_body: bool = False  # whether a person at the body decides
    suggestion: Suggestion | None = None
