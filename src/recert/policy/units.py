"""The unit of credit, counted inside as whole steps, and the value for what a body has not set."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final, Literal


class NotSet(Enum):
    """The type of `NOT_SET`: what the body has not said. It is false, and it is never guessed."""

    NOT_SET = "not set"

    def __bool__(self) -> Literal[False]:
        """Nothing has been set, so there is nothing to rely on."""
        return False

    def __repr__(self) -> str:
        """Read as in a policy file."""
        return "not set"

    __str__ = __repr__


NOT_SET: Final = NotSet.NOT_SET


@dataclass(frozen=True, slots=True)
class Unit:
    """A body's unit of credit. Inside, credit is a whole number of the unit's smallest step.

    `minutes` is how many minutes of instruction make 1.0 unit. Minutes that do not fill
    a step are rounded down or to the nearest step, as `rounding` says.

    >>> cec = Unit(name="CEC", plural="CECs", minutes=600, step=Decimal("0.05"), places=1)
    >>> cec.steps(Decimal("1.3"))
    26
    >>> cec.say(26)
    '1.3 CECs'
    >>> cec.number(25)
    '1.25'
    >>> cec.steps_of_minutes(59)
    1
    """

    name: str
    plural: str
    minutes: int | NotSet
    step: Decimal
    places: int = 1
    rounding: Literal["down", "nearest"] = "down"

    def steps(self, amount: Decimal) -> int:
        """Return an amount of the unit as whole steps.

        Raises ValueError for an amount that is not a whole number of steps, or below zero.
        """
        if not amount.is_finite() or amount < 0:
            raise ValueError(f"{amount} {self.plural}: expected an amount of zero or more")
        steps = amount / self.step
        if steps != steps.to_integral_value():
            raise ValueError(
                f"{amount} {self.plural}: expected a whole number of steps of {self.step}"
            )
        return int(steps)

    def steps_of_minutes(self, minutes: int) -> int:
        """Return the steps that minutes of instruction give; a started step does not count.

        Raises ValueError if the body has not said how many minutes make a unit.
        """
        if self.minutes is NOT_SET:
            raise ValueError(f"how many minutes make 1.0 {self.name} is not set")
        numerator, denominator = self.step.as_integer_ratio()
        top, bottom = minutes * denominator, self.minutes * numerator
        if self.rounding == "nearest":
            return (2 * top + bottom) // (2 * bottom)
        return top // bottom

    def amount(self, steps: int) -> Decimal:
        """Return steps as an amount of the unit."""
        return steps * self.step

    def minutes_of(self, steps: int) -> int:
        """Return the fewest minutes that give these steps when minutes are rounded down.

        Raises ValueError if the body has not said how many minutes make a unit.
        """
        if self.minutes is NOT_SET:
            raise ValueError(f"how many minutes make 1.0 {self.name} is not set")
        numerator, denominator = self.step.as_integer_ratio()
        return -(-steps * self.minutes * numerator // denominator)

    def number(self, steps: int) -> str:
        """Return steps as the number to print, with at least the unit's usual places."""
        text = f"{self.amount(steps):f}"
        whole, _, part = text.partition(".")
        part = part.rstrip("0").ljust(self.places, "0")
        return f"{whole}.{part}" if part else whole

    def say(self, steps: int) -> str:
        """Return steps as a person reads them; only a bare 1 takes the singular."""
        number = self.number(steps)
        return f"{number} {self.name if number == '1' else self.plural}"
