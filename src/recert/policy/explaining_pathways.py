"""The pathways of a policy in plain words: what each asks, when, and what it costs."""

from collections.abc import Iterator

from recert.policy.money import say_money
from recert.policy.policies import ExamForm, ExamRule, FeeRule, FilingRule, Pathway, Policy
from recert.policy.sentences import (
    Section,
    Sentence,
    Speaker,
    capitalized,
    count,
    joined,
    say_minutes,
)
from recert.policy.units import NOT_SET


def pathway_section(speaker: Speaker, way: Pathway) -> Section:
    """Return what a pathway asks. What it costs is said with the other fees."""
    sentences = [*_credits(speaker, way)]
    if way.exam:
        sentences += _exam(speaker, way, rule=way.exam)
    sentences += _companions(speaker, way)
    if way.filing:
        sentences += _filing(speaker, way, rule=way.filing)
    return Section(f"way-{way.id}", way.label, tuple(sentences))


def fee_sentences(speaker: Speaker) -> Iterator[Sentence]:
    """Yield each line of what each pathway costs."""
    for way in speaker.policy.pathways:
        for rule in way.fees:
            yield _fee(speaker, way, rule=rule)
        if not way.fees:
            key = f"pathways.{way.id}.fees"
            yield speaker.says(key, f"{way.label}: no fee is listed.")


def form_of(policy: Policy, form_id: str) -> ExamForm:
    """Return an exam form by its id; the policy's file was checked to have it."""
    return next(form for form in policy.exam_forms if form.id == form_id)


def other_forms(policy: Policy, way: Pathway) -> tuple[ExamForm, ...]:
    """Return the exam forms whose holders may use an exam pathway, beside its own form."""
    asked = way.exam.form if way.exam else ""
    return tuple(form for form in policy.exam_forms if form.id != asked)


def _credits(speaker: Speaker, way: Pathway) -> Iterator[Sentence]:
    unit, key = speaker.policy.unit, f"pathways.{way.id}.credits"
    if way.credits is None:
        yield speaker.says(
            f"pathways.{way.id}.exam.form",
            f"You need no {unit.plural} for this, and you file no application.",
            called=f"pathways.{way.id}.without_credits",
        )
        return
    hours = "" if unit.minutes is NOT_SET else f" ({say_minutes(unit.minutes_of(way.credits))})"
    yield speaker.says(key, f"Earn {unit.say(way.credits)}{hours} in your cycle.")


def _exam(speaker: Speaker, way: Pathway, *, rule: ExamRule) -> Iterator[Sentence]:
    path = f"pathways.{way.id}.exam"
    form = form_of(speaker.policy, rule.form)
    gives = "a certificate" if form.level == "certificate" else "full certification"
    yield speaker.says(
        f"{path}.form",
        f"Pass the {form.label} from the first to the last day of your cycle. It gives {gives} "
        "from the day of the exam.",
    )
    yield _same_form(speaker, way, form=form)
    yield _authorisation(speaker, f"{path}.authorisation_days", rule=rule)
    yield _wait(speaker, f"{path}.wait_days", rule=rule)
    key = f"{path}.after_last_day"
    if rule.after_last_day is NOT_SET:
        yield speaker.leaves_open(
            key, "What becomes of a pass after the last day", then="A person decides."
        )
    else:
        yield speaker.says(key, "A pass after the last day of the cycle does not count.")


def _same_form(speaker: Speaker, way: Pathway, *, form: ExamForm) -> Sentence:
    key = f"pathways.{way.id}.exam.same_form"
    rule = way.exam.same_form if way.exam else NOT_SET
    if rule is NOT_SET:
        return speaker.leaves_open(
            key, f"Whether you may pass the {form.label} twice", then="A person decides."
        )
    if rule == "accepted":
        return speaker.says(key, f"You may use it even if you passed the {form.label} before.")
    labels = [f"the {other.label}" for other in other_forms(speaker.policy, way)]
    who = f" This way is for those who passed {joined(labels, by='or')}." if labels else ""
    return speaker.says(
        key,
        f"The same exam cannot be used twice: if you passed the {form.label} before, choose "
        f"another way.{who}",
    )


def _authorisation(speaker: Speaker, key: str, *, rule: ExamRule) -> Sentence:
    days = rule.authorisation_days
    if days is NOT_SET:
        return speaker.leaves_open(
            key, "How long an authorisation to sit the exam holds", then="A person decides."
        )
    if days is None:
        return speaker.says(key, "An authorisation to sit the exam has no last day.")
    return speaker.says(
        key, f"An authorisation to sit the exam holds for {count(days, 'day')} after it is given."
    )


def _wait(speaker: Speaker, key: str, *, rule: ExamRule) -> Sentence:
    if rule.wait_days is NOT_SET:
        return speaker.leaves_open(
            key, "How long to wait after failing the exam", then="A person decides."
        )
    if rule.wait_days == 0:
        return speaker.says(key, "If you fail it, you may sit it again at once.")
    days = count(rule.wait_days, "day")
    return speaker.says(
        key, f"If you fail it, you may sit it again {days} after the day you failed it."
    )


def _companions(speaker: Speaker, way: Pathway) -> Iterator[Sentence]:
    for rule in way.companions:
        path = f"pathways.{way.id}.companions.{rule.kind}"
        on_exam_day = rule.valid_on == "exam day" and way.exam
        day = "the day of the exam" if on_exam_day else "the day you file"
        yield speaker.says(
            f"{path}.valid_on", f"{capitalized(rule.label)}: it must be valid on {day}."
        )
        if rule.hands_on:
            text = f"{capitalized(rule.label)}: it must be from training in person."
        else:
            text = f"{capitalized(rule.label)}: it may be from training online."
        yield speaker.says(f"{path}.hands_on", text)


def _filing(speaker: Speaker, way: Pathway, *, rule: FilingRule) -> Iterator[Sentence]:
    path = f"pathways.{way.id}.filing"
    key, opens = f"{path}.opens_days_before_last_day", rule.opens_days_before
    if opens is NOT_SET:
        yield speaker.leaves_open(
            key,
            "The first day on which you may file",
            then="A person decides whether an application is too early.",
        )
    elif opens is None:
        yield speaker.says(key, "You may file from the first day of your cycle.")
    else:
        first = f"from {count(opens, 'day')} before" if opens else "on"
        yield speaker.says(key, f"You may file {first} the last day of your cycle.")
    key, closes = f"{path}.closes_days_after_last_day", rule.closes_days_after
    if closes is NOT_SET:
        yield speaker.leaves_open(
            key,
            "Whether you may still file after the last day",
            then="A late application is taken in, and a person decides.",
        )
    elif closes == 0:
        yield speaker.says(key, "The last day of your cycle is the last day to file.")
    else:
        yield speaker.says(
            key, f"You may file up to {count(closes, 'day')} after the last day of your cycle."
        )


def _fee(speaker: Speaker, way: Pathway, *, rule: FeeRule) -> Sentence:
    key, line = f"pathways.{way.id}.fees.{rule.code}.amount", f"{way.label}, {rule.label}"
    currency = speaker.policy.currency
    if rule.owed == "waived":
        zero = say_money(0, currency=currency)
        return speaker.says(key, f"{line}: waived. You pay {zero}.")
    when = "with each application" if rule.owed == "always" else "if you file after the last day"
    if way.exam and rule.owed == "always":
        when = "each time you recertify this way"
    if rule.amount is NOT_SET:
        return speaker.leaves_open(
            key,
            f"{line}: owed {when}. The amount",
            then="It stays open until a person sets it; that does not stop you from filing.",
        )
    return speaker.says(key, f"{line}: {say_money(rule.amount, currency=currency)}, owed {when}.")
