"""Say of each requirement what it asked, what was found, why, and what would change it."""

from datetime import date, timedelta

from recert.policy.columns import number
from recert.policy.cycles import Span
from recert.policy.decision import Finding, State
from recert.policy.facts import Case, Companion
from recert.policy.names import REQUIREMENTS, say_day
from recert.policy.policies import CompanionRule, FilingRule, Pathway, Policy
from recert.policy.requirements import (
    CLOSING_NOT_SET,
    IN_TIME,
    OPENING_NOT_SET,
    TOO_EARLY,
    credits_state,
    filing_reason,
)
from recert.policy.tally import Tally
from recert.policy.units import NOT_SET

STATES: tuple[State, State, State] = ("met", "short", "not set")


def credits_finding(
    policy: Policy, pathway: Pathway, *, required: int, tally: Tally, cycle: Span, on: date
) -> Finding:
    """Return whether enough credit counts."""
    unit = policy.unit
    state = STATES[credits_state(required, tally.surely, tally.possibly, tally.open_amounts)]
    missing = max(0, required - tally.counted)
    because = (
        f"{unit.number(tally.counted)} of {unit.say(required)} count in the cycle of "
        f"{say_day(cycle.first_on)} to {say_day(cycle.last_on)}."
    )
    if missing:
        because += f" Missing: {unit.say(missing)}."
    if state == "not set":
        because += " A rule on which this depends is not set, so a person must decide."
    return Finding(
        requirement="credits",
        label=REQUIREMENTS["credits"],
        required=unit.say(required),
        found=unit.say(tally.counted),
        state=state,
        because=because,
        source=policy.source(f"pathways.{pathway.id}.credits"),
        change=_earn(policy, missing=missing, tally=tally, cycle=cycle, on=on),
    )


def _earn(policy: Policy, *, missing: int, tally: Tally, cycle: Span, on: date) -> str:
    if not missing:
        return ""
    unit = policy.unit
    last = say_day(cycle.last_on)
    if on > cycle.last_on:
        change = f"The cycle ended on {last}; only what was completed by then counts."
    else:
        change = f"Earn {unit.say(missing)} more by {last}."
    if tally.pending:
        change += f" Waiting for evidence or for review: {unit.say(tally.pending)}."
    return change


def filing_days(rule: FilingRule, *, cycle: Span) -> tuple[date | None, date | None]:
    """Return the first and the last filing day, each None if it is not set."""
    opens = rule.opens_days_before
    first: date | None = cycle.first_on
    if opens is NOT_SET:
        first = None
    elif opens is not None:
        first = max(cycle.first_on, cycle.last_on - timedelta(days=opens))
    closes = rule.closes_days_after
    last = None if closes is NOT_SET else cycle.last_on + timedelta(days=closes)
    return first, last


def filing_finding(
    policy: Policy, pathway: Pathway, *, rule: FilingRule, cycle: Span, on: date
) -> Finding:
    """Return whether an application filed on a day is filed in time."""
    opens = rule.opens_days_before
    reason = filing_reason(
        on.toordinal(),
        cycle.first_on.toordinal(),
        cycle.last_on.toordinal(),
        0 if opens is None else number(opens),
        number(rule.closes_days_after),
        int(opens is None),
    )
    is_open = reason in {CLOSING_NOT_SET, OPENING_NOT_SET}
    state: State = "met" if reason == IN_TIME else "not set" if is_open else "short"
    because, change = _filing_words(reason, rule=rule, cycle=cycle, on=on)
    late = on > cycle.last_on
    value = "closes_days_after_last_day" if late else "opens_days_before_last_day"
    first, last = (
        say_day(day) if day else "a day not set" for day in filing_days(rule, cycle=cycle)
    )
    return Finding(
        requirement="filing_window",
        label=REQUIREMENTS["filing_window"],
        required=f"{first} to {last}",
        found=say_day(on),
        state=state,
        because=because,
        source=policy.source(f"pathways.{pathway.id}.filing.{value}"),
        change=change,
    )


def _filing_words(reason: int, *, rule: FilingRule, cycle: Span, on: date) -> tuple[str, str]:
    """Return why filing is open or not on a day, and what would change it."""
    first, last = filing_days(rule, cycle=cycle)
    day, cycle_end = say_day(on), say_day(cycle.last_on)
    if reason == CLOSING_NOT_SET:
        return (
            (
                f"{day} is after the last day of the cycle, {cycle_end}. Whether one may still "
                "file then is not set, so a person must decide."
            ),
            "The body decides whether to take a late application.",
        )
    if reason == OPENING_NOT_SET:
        return (
            f"The first filing day is not set, so a person must decide whether {day} is too early.",
            "The body decides whether to take an early application.",
        )
    if reason == TOO_EARLY:
        opening = say_day(first or cycle.first_on)
        return f"Filing opens on {opening}.", f"File on {opening} or later."
    if last is None:
        return f"Filing is open on {day}. Whether it stays open after {cycle_end} is not set.", ""
    closing = say_day(last)
    if reason == IN_TIME:
        return f"Filing is open on {day}, and to {closing}.", ""
    return (
        f"Filing closed on {closing}; {day} is too late.",
        "The last filing day has passed, so nothing you add changes this.",
    )


def companion_finding(
    policy: Policy, pathway: Pathway, *, rule: CompanionRule, case: Case, on: date
) -> Finding:
    """Return whether a companion credential fits on the day on which it must be valid."""
    cards = [card for card in case.companions if card.kind == rule.kind]
    fits = [_fits(card, rule=rule, on=on) for card in cards]
    state: State = "met" if True in fits else "not set" if None in fits else "short"
    trained = ", from in-person training" if rule.hands_on else ""
    required = f"{rule.label} valid on {say_day(on)}{trained}"
    return Finding(
        requirement=f"companion.{rule.kind}",
        label=rule.label,
        required=required,
        found=_found(cards, on=on),
        state=state,
        because=_companion_because(state, rule=rule, on=on, none=not cards),
        source=policy.source(f"pathways.{pathway.id}.companions.{rule.kind}.valid_on"),
        change="" if state == "met" else f"Add a {required}.",
    )


def _fits(card: Companion, *, rule: CompanionRule, on: date) -> bool | None:
    """Tell whether a card fits; None if it does not say whether training was in person."""
    if on < card.issued_on or (card.expires_on is not None and on > card.expires_on):
        return False
    return card.hands_on if rule.hands_on else True


def _found(cards: list[Companion], *, on: date) -> str:
    if not cards:
        return "none on file"
    card = max(cards, key=lambda c: (c.issued_on <= on, c.expires_on or date.max))
    end = f"to {say_day(card.expires_on)}" if card.expires_on else "no end printed"
    how = {True: "in person", False: "not in person", None: "training not stated"}
    return f"{say_day(card.issued_on)} {end}, {how[card.hands_on]}"


def _companion_because(state: State, *, rule: CompanionRule, on: date, none: bool) -> str:
    day = say_day(on)
    if state == "met":
        return f"A {rule.label} on file is valid on {day}."
    if none:
        return f"No {rule.label} is on file."
    if state == "not set":
        return f"The {rule.label} does not say whether training was in person; a person must look."
    in_person = " and from in-person training" if rule.hands_on else ""
    return f"No {rule.label} on file is valid on {day}{in_person}."
