"""A rule in plain words: one sentence, the value of the policy it speaks of, and its source."""

from collections.abc import Iterable
from dataclasses import dataclass

from recert.policy.policies import Policy, Source

MINUTES_IN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one rule says, to the person whom it binds.

    `key` is the path of the value in the policy file. `id` is the key, but where several sentences
    speak of one value. `is_set` is false for what the body has not said: a person decides it.
    """

    id: str
    key: str
    text: str
    source: Source | None
    is_set: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences that belong together; `id` names the section in addresses."""

    id: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says sentences of one policy, each with the source that the policy cites for its value."""

    policy: Policy

    def says(self, key: str, text: str, *, called: str = "") -> Sentence:
        """Return a sentence on a value that is set."""
        return Sentence(called or key, key, text, self.policy.source(key))

    def leaves_open(self, key: str, what: str, *, then: str) -> Sentence:
        """Return a sentence on a value that is not set: what it is, and what a person decides."""
        text = f"{what} is not set. {then}"
        return Sentence(key, key, text, self.policy.source(key), is_set=False)


def joined(words: Iterable[str], *, by: str = "and") -> str:
    """Return words as a list that is read aloud.

    >>> joined(["a card"]), joined(["a card", "a book", "a pen"], by="or")
    ('a card', 'a card, a book or a pen')
    """
    *first, last = words
    return f"{', '.join(first)} {by} {last}" if first else last


def count(number: int, one: str) -> str:
    """Return a number of things.

    >>> count(1, "day"), count(90, "day")
    ('1 day', '90 days')
    """
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def say_minutes(minutes: int) -> str:
    """Return minutes of instruction, in contact hours where they fill some.

    >>> say_minutes(600), say_minutes(60), say_minutes(90), say_minutes(30)
    ('10 contact hours', '1 contact hour', '1 hour 30 minutes', '30 minutes')
    """
    hours, rest = divmod(minutes, MINUTES_IN_HOUR)
    if not rest:
        return count(hours, "contact hour")
    return " ".join([*([count(hours, "hour")] if hours else []), count(rest, "minute")])


def say_months(months: tuple[int, int]) -> str:
    """Return from how many months to how many.

    >>> say_months((2, 3)), say_months((1, 1))
    ('2 to 3 months', 'month')
    """
    least, most = months
    if least == most:
        return "month" if most == 1 else count(most, "month")
    return f"{least} to {count(most, 'month')}"


def capitalized(text: str) -> str:
    """Return a text with its first letter large, and the others as they are.

    >>> capitalized("accredited NCCA exam")
    'Accredited NCCA exam'
    """
    return text[:1].upper() + text[1:]
