"""A policy in plain words: its rules as sentences, in the order in which a person needs them.

This is the one place where rules become prose. The Guide, the articles, the comparison of two
editions and the command line say these sentences, so that none of them can disagree with the rule.
Figures come from the policy's values and its unit, never from a text.
"""

from collections.abc import Iterator

from recert.policy.explaining_pathways import fee_sentences, pathway_section
from recert.policy.names import say_day
from recert.policy.policies import Policy
from recert.policy.sentences import Section, Sentence, Speaker, count, say_minutes, say_months
from recert.policy.units import NOT_SET

__all__ = ["Section", "Sentence", "explain", "not_set", "sentence"]


def explain(policy: Policy) -> tuple[Section, ...]:
    """Return the rules of a policy in plain words. Every value of it is spoken of."""
    speaker = Speaker(policy)
    ways = tuple(pathway_section(speaker, way) for way in policy.pathways)
    sections = (
        Section("cycle", "How long it lasts", tuple(_cycle(speaker))),
        Section("levels", "What you can hold", tuple(_levels(speaker))),
        *ways,
        Section("counting", "What counts", tuple(_counting(speaker))),
        Section("advice", "Advice, not a rule", tuple(_advice(speaker))),
        Section("fees", "What it costs", tuple(fee_sentences(speaker))),
        Section("renewing", "When you recertify", tuple(_renewing(speaker))),
        Section("afterwards", "If the last day has passed", tuple(_afterwards(speaker))),
        Section("edition", "This edition of the rules", tuple(_edition(speaker))),
    )
    return tuple(section for section in sections if section.sentences)


def not_set(policy: Policy) -> tuple[Sentence, ...]:
    """Return what the body has not set, each in words, with what a person therefore decides."""
    return tuple(
        each for section in explain(policy) for each in section.sentences if not each.is_set
    )


def sentence(policy: Policy, called: str) -> Sentence | None:
    """Return one sentence by its id; None if this edition says no such thing."""
    everything = (each for section in explain(policy) for each in section.sentences)
    return next((each for each in everything if each.id == called), None)


def _cycle(speaker: Speaker) -> Iterator[Sentence]:
    years = count(speaker.policy.cycle.years, "year")
    yield speaker.says("cycle.years", f"You must recertify once in each cycle of {years}.")
    yield speaker.says("rationale", speaker.policy.rationale)
    yield speaker.says(
        "cycle.anchor",
        f"Your first cycle begins on the day you are certified and ends {years} later, on the "
        "same day of the year. Both days are inside. If that is 29 February, a year without it "
        "ends the cycle on 28 February.",
    )


def _levels(speaker: Speaker) -> Iterator[Sentence]:
    for form in speaker.policy.exam_forms:
        key = f"exam_forms.{form.id}.level"
        level = "a certificate" if form.level == "certificate" else "full certification"
        yield speaker.says(key, f"The {form.label} gives {level}.")


def _counting(speaker: Speaker) -> Iterator[Sentence]:
    unit, rule = speaker.policy.unit, speaker.policy.activities
    one = f"{1:.{unit.places}f} {unit.name}"
    yield speaker.says("unit.name", f"Credit is counted in {unit.plural}.")
    if unit.minutes is NOT_SET:
        yield speaker.leaves_open(
            "unit.minutes",
            f"How much time makes {one}",
            then="A person decides how much an activity gives that is entered in hours alone.",
        )
    else:
        yield speaker.says("unit.minutes", f"{one} is {say_minutes(unit.minutes)}.")
    yield speaker.says("unit.step", f"The smallest step is {unit.say(1)}.")
    does = "do not count" if unit.rounding == "down" else "are rounded to the nearest step"
    yield speaker.says("unit.rounding", f"Minutes that do not fill a step {does}.")
    yield speaker.says(
        "cycle.years",
        "An activity counts if you completed it from the first to the last day of your cycle.",
        called="counting.window",
    )
    yield from _whole_cycle(speaker)
    yield _evidence(speaker, asked=rule.evidence)
    yield _providers(speaker, asked=rule.providers)
    yield _same_course(speaker, asked=rule.same_course)


def _whole_cycle(speaker: Speaker) -> Iterator[Sentence]:
    """Say that nobody picks credits; the engine counts all that a cycle has."""
    unit = speaker.policy.unit
    way = next((way for way in speaker.policy.pathways if way.credits is not None), None)
    if way:
        yield speaker.says(
            f"pathways.{way.id}.credits",
            f"All {unit.plural} that count in your cycle go into the application for that cycle. "
            "You pick nothing.",
            called="counting.applied",
        )


def _advice(speaker: Speaker) -> Iterator[Sentence]:
    months, unit = speaker.policy.class_every_months, speaker.policy.unit
    if months:
        yield speaker.says(
            "advice.class_every_months",
            f"Take at least one class every {say_months(months)}, and earn more {unit.plural} than "
            "you need. Nothing depends on it.",
        )


def _evidence(speaker: Speaker, *, asked: object) -> Sentence:
    key = "activities.evidence"
    if asked is NOT_SET:
        return speaker.leaves_open(
            key,
            "Whether an activity needs evidence",
            then="A person decides where that could change your result.",
        )
    if asked == "required":
        return speaker.says(key, "Each activity needs evidence: without it, it does not count.")
    return speaker.says(key, "An activity needs no evidence.")


def _providers(speaker: Speaker, *, asked: object) -> Sentence:
    key = "activities.providers"
    if asked is NOT_SET:
        return speaker.leaves_open(
            key,
            "Whether the provider must be approved",
            then="A person decides where that could change your result.",
        )
    if asked == "approved":
        return speaker.says(key, "The provider must be approved on the day you complete it.")
    return speaker.says(key, "Activities of any provider count.")


def _same_course(speaker: Speaker, *, asked: object) -> Sentence:
    key = "activities.same_course"
    if asked is NOT_SET:
        return speaker.leaves_open(
            key,
            "How often the same course counts",
            then="A person decides where that could change your result.",
        )
    if asked == "once in a cycle":
        return speaker.says(
            key, "The same course counts once in a cycle: the one you completed first."
        )
    return speaker.says(key, "The same course counts every time you complete it.")


def _renewing(speaker: Speaker) -> Iterator[Sentence]:
    policy = speaker.policy
    yield _next_cycle(speaker)
    key, shown = "renewal.standing_while_filed", policy.standing_while_filed
    if shown is NOT_SET:
        yield speaker.leaves_open(
            key,
            "What others see between filing and decision",
            then="Until then the register goes by the days of your cycle.",
        )
    else:
        what = (
            "that you are current"
            if shown == "current"
            else "what the days of your cycle say, and no more"
        )
        yield speaker.says(key, f"Between filing and decision everyone sees {what}.")
    key, belongs = "renewal.credits_after_early_renewal", policy.credits_after_early_renewal
    if belongs is NOT_SET:
        yield speaker.leaves_open(
            key,
            "The cycle to which credit belongs that you earn after you renewed early",
            then="A person decides.",
        )
    else:
        which = (
            "still belongs to the old cycle"
            if belongs == "this cycle only"
            else "belongs to the next cycle"
        )
        yield speaker.says(
            key, f"If you renew early, credit that you earn from then to the old last day {which}."
        )


def _next_cycle(speaker: Speaker) -> Sentence:
    key, begins = "renewal.next_cycle_begins", speaker.policy.cycle.next_cycle_begins
    years = count(speaker.policy.cycle.years, "year")
    if begins is NOT_SET:
        return speaker.leaves_open(
            key, "When your next cycle begins", then="A person sets its first and last day."
        )
    starts = (
        "the day after the old last day, however early you recertify"
        if begins == "after old last day"
        else "the day after you file or pass, and no later than the day after the old last day"
    )
    return speaker.says(
        key,
        f"Your next cycle begins {starts}. It ends {years} after the old last day, so being early "
        "loses you no days.",
    )


def _afterwards(speaker: Speaker) -> Iterator[Sentence]:
    rule = speaker.policy.after_last_day
    key, grace = "after_last_day.grace_days", rule.grace_days
    if grace is NOT_SET:
        yield speaker.leaves_open(
            key,
            "Whether there are days of grace after the last day",
            then="The register then says that you are past your last day.",
        )
    elif grace == 0:
        yield speaker.says(
            key, "There are no days of grace: from the day after the last day you are not current."
        )
    else:
        yield speaker.says(
            key,
            f"For {count(grace, 'day')} after the last day you are in grace: you are not "
            "certified, but not yet lapsed or expired.",
        )
    key, then = "after_last_day.then", rule.then
    if then is NOT_SET:
        yield speaker.leaves_open(
            key, "What a credential is called after that", then="A person answers who asks."
        )
    else:
        yield speaker.says(key, f"After that your credential is {then}.")


def _edition(speaker: Speaker) -> Iterator[Sentence]:
    policy = speaker.policy
    day = say_day(policy.edition)
    yield speaker.says("title", f"These are the rules for {policy.title}.")
    yield speaker.says("adopted_by", f"Adopted by: {policy.adopted_by}.")
    yield Sentence(
        "edition",
        "edition",
        f"They hold for every cycle that begins on {day} or later, until a newer edition does.",
        None,
    )
    yield speaker.says("zone", f"A day begins and ends on the clock of {place(policy.zone)}.")
    yield speaker.says("currency", f"Fees are in {policy.currency}.")


def place(zone: str) -> str:
    """Return the place that a zone is named for.

    >>> place("America/Los_Angeles")
    'Los Angeles'
    """
    return zone.rpartition("/")[2].replace("_", " ")
