"""What is different between two editions: sentence by sentence, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from recert.policy.explaining import explain
from recert.policy.names import say_day
from recert.policy.policies import Policy
from recert.policy.sentences import Section, Sentence

Kind = Literal["added", "removed", "changed", "other source"]

OWN = frozenset({"edition"})  # what every edition says of itself alone


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that is not what it was. `was` is None for one added, `becomes` for one removed."""

    kind: Kind
    section: str
    was: Sentence | None
    becomes: Sentence | None


@dataclass(frozen=True, slots=True)
class Differences:
    """All that is different from one edition to another, and whom it reaches."""

    old: date
    new: date
    rules: tuple[Difference, ...]
    same_text: bool

    @property
    def reaches(self) -> str:
        """Whom the later edition reaches."""
        later = max(self.old, self.new)
        return (
            f"The edition of {say_day(later)} reaches cycles that begin on that day or later. "
            "A cycle that began earlier keeps its rules to its end."
        )


def differences(old: Policy, new: Policy) -> Differences:
    """Return what is different in the rules of two editions of one program.

    Raises ValueError for policies of two programs, which are not comparable.
    """
    if old.id != new.id:
        raise ValueError(f"{old.id} and {new.id} are two programs; compare editions of one")
    return Differences(
        old=old.edition,
        new=new.edition,
        rules=tuple(_differences(explain(old), explain(new))),
        same_text=old.digest == new.digest,
    )


def _differences(old: tuple[Section, ...], new: tuple[Section, ...]) -> Iterator[Difference]:
    """Yield what is different, in the new edition's order; what only the old one has, last."""
    before, after = _by_id(old), _by_id(new)
    titles = {section.id: section.title for section in (*old, *new)}
    for called, (section, becomes) in after.items():
        was = before.get(called, (section, None))[1]
        kind = _kind(was, becomes)
        if kind:
            yield Difference(kind, titles[section], was, becomes)
    for called, (section, was) in before.items():
        if called not in after:
            yield Difference("removed", titles[section], was, None)


def _by_id(sections: tuple[Section, ...]) -> Mapping[str, tuple[str, Sentence]]:
    return {
        sentence.id: (section.id, sentence)
        for section in sections
        for sentence in section.sentences
        if sentence.id not in OWN
    }


def _kind(was: Sentence | None, becomes: Sentence) -> Kind | None:
    if was is None:
        return "added"
    if was.text != becomes.text:
        return "changed"
    return None if was.source == becomes.source else "other source"
