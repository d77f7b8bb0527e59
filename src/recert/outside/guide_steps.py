"""How one applies here, step by step: the words that the Guide's page and its paper both say.

What is marked for translators is said by a page in its language; paper is in English. What a step
names of the body comes from the body's own file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from recert.outside.body import Body


def gettext_noop(words: str) -> str:
    """Mark words for the list that translators are given; a page says them in its language."""
    return words


_ = gettext_noop


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, and how. `values` fill the places that `how` names."""

    id: str
    what: str
    how: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_english(self) -> str:
        """The step as paper says it."""
        return self.how % self.values


def steps_to_apply(body: Body, *, sign_in: str) -> tuple[Step, ...]:
    """Return the steps from signing in to the answer.

    :param sign_in: the address of the page to sign in at, as people read it
    """
    return (*_before_filing(sign_in=sign_in), *_filing(body))


def _before_filing(*, sign_in: str) -> tuple[Step, ...]:
    return (
        Step(
            "sign-in",
            _("Sign in"),
            _("Go to %(address)s and give the e-mail address that we have for you. A code comes."),
            {"address": sign_in},
        ),
        Step(
            "add",
            _("Add each activity"),
            _(
                "Photograph or choose its certificate, and say the day and how long it was. Name "
                "no files: each is kept under your name."
            ),
        ),
        Step(
            "look",
            _("See where you stand"),
            _(
                "Your first page shows what counts, what waits and what is missing, each with its "
                "reason."
            ),
        ),
    )


def _filing(body: Body) -> tuple[Step, ...]:
    return (
        Step(
            "file",
            _("Send the application"),
            _(
                "All that counts in your cycle is in it already. Sign the declarations and send "
                "it: you have then filed, even if the fee is still open."
            ),
        ),
        Step(
            "pay",
            _("Pay the fee"),
            _("With the application, or soon after it. %(words)s"),
            {"words": body.payment.words},
        ),
        Step(
            "answer",
            _("Read the answer"),
            _(
                "We aim to answer within %(days)s days. If we ask you something, your day of "
                "filing stays what it was."
            ),
            {"days": str(body.office.answer_within_days)},
        ),
    )
