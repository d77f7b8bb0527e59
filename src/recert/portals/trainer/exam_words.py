"""The one state of an exam in words: what it is, what it means, and the one next step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from recert.outside.body import Body
from recert.policy.decision import Finding
from recert.policy.policies import Source
from recert.portals import states, wording
from recert.portals.trainer.exam_pages import ExamPage, State


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says first: a title, some sentences, and the rule behind them, if one speaks."""

    title: str
    words: tuple[str, ...]
    source: Source | None = None


def said(page: ExamPage, *, body: Body) -> Said:
    """Return what the page of an exam says of the state that it is in."""
    return _SAID[page.state](page, body)


def _ask(page: ExamPage, _body: Body) -> Said:
    level = _(
        "If you pass, you hold the certification from the exam day on. "
        "It takes no credits and no application, and we waive the fee."
    )
    last = _("Sit it by your last day, %(day)s.") % {"day": wording.day(page.cycle.ends_on)}
    by = [last] if page.on <= page.cycle.ends_on else []
    return Said(
        _("Ask to sit the %(exam)s") % {"exam": page.form},
        (level, *by, *_open(page), *_warnings(page)),
    )


def _open(page: ExamPage) -> list[str]:
    """Return what the policy leaves to a person, as a pass after the last day."""
    return [each.because for each in page.asking if each.state == "not set"]


def _warnings(page: ExamPage) -> list[str]:
    """Return what is met, and yet has something to look out for."""
    return [
        f"{each.because} {each.change}"
        for each in page.asking
        if each.state == "met" and each.change
    ]


def _card(page: ExamPage, _body: Body) -> Said:
    assert page.card is not None  # the state says so
    finding = _of(page, f"companion.{page.card.kind}")
    return Said(
        _("Add your %(card)s") % {"card": page.card.label},
        (finding.because, _("We ask for it once; with it you may book your seat."), *_open(page)),
        finding.source,
    )


def _of(page: ExamPage, requirement: str) -> Finding:
    return next(each for each in page.asking if each.requirement == requirement)


def _not_now(page: ExamPage, _body: Body) -> Said:
    title = _("The %(exam)s is not open to you now") % {"exam": page.form}
    source = page.short[0].source if page.short else None
    return Said(title, tuple(_barred(page)), source)


def _book(page: ExamPage, body: Body) -> Said:
    words = [body.exams.words] if body.exams else []
    missed = page.missed
    if missed is None:
        return Said(_("Book your seat"), (*words, _holds(page)))
    said_of_it = _("You were not there on %(day)s. It is no failure, so there is no wait.")
    day = {"day": wording.day(missed.result.taken_on)}
    title = _("You did not sit the exam: book another seat")
    return Said(title, (said_of_it % day, *words, _holds(page)))


def _holds(page: ExamPage) -> str:
    assert page.authorisation is not None  # the state says so
    last = page.authorisation.last_on
    if last is None:
        return _("How long your authorisation holds is not set; we say so before it ends.")
    return _("Your authorisation holds through %(day)s.") % {"day": wording.day(last)}


def _window(page: ExamPage) -> str:
    booking = page.booking
    assert booking is not None  # the states say so
    if booking.window_from == booking.window_through:
        return wording.weekday_day(booking.window_from)
    days = {
        "first": wording.day(booking.window_from),
        "last": wording.day(booking.window_through),
    }
    return _("%(first)s through %(last)s") % days


def _booked(page: ExamPage, _body: Body) -> Said:
    bring = _("Bring what the testing center asks for, and your booking’s reference.")
    cards = [
        _("Your %(card)s must be valid on that day.") % {"card": rule.label}
        for rule in page.way.companions
        if rule.valid_on == "exam day"
    ]
    return Said(_("Sit the exam: %(when)s") % {"when": _window(page)}, (bring, *cards))


def _awaited(page: ExamPage, body: Body) -> Said:
    words = _(
        "The testing center sends it to us; there is nothing to do. If you passed, your level "
        "counts from the exam day, whenever the result arrives."
    )
    sat = _("Your seat was for %(when)s.") % {"when": _window(page)}
    ask = _("If you hear nothing for long, write to %(email)s.") % {"email": body.contact.email}
    return Said(_("Nothing to do: we wait for your result"), (sat, words, ask))


def _passed(page: ExamPage, _body: Body) -> Said:
    sat = page.sat
    assert sat is not None  # the state says so
    words = [
        _("You passed the %(exam)s on %(day)s, and hold the certification from that day on.")
        % {"exam": page.form, "day": wording.day(sat.result.taken_on)}
    ]
    if sat.ruling:
        words.append(_("An officer decided it: %(because)s") % {"because": sat.ruling.because})
    if page.withdrawn:
        words.append(
            _("Your open application was closed by it. A fee that you paid for it goes back.")
        )
    following = sat.renewed or page.following
    if following is None:
        words.append(_("The policy does not set when your next cycle begins. An officer says it."))
        return Said(_("You passed"), tuple(words))
    days = {"first": wording.day(following.begins_on), "last": wording.day(following.ends_on)}
    words.append(_("Your next cycle is %(first)s through %(last)s.") % days)
    return Said(_("You are recertified through %(day)s") % {"day": days["last"]}, tuple(words))


def _referred(page: ExamPage, body: Body) -> Said:
    sat = page.sat
    assert sat is not None  # the state says so, and of the next two as well
    assert sat.decision is not None
    assert sat.way is not None
    why = [each for each in sat.way.findings if each.state == "not set"]
    left = sat.decision.left if not why else []
    by = sat.decision.at.astimezone(body.tz).date()
    by += timedelta(days=body.office.answer_within_days)
    who = _(
        "An officer of %(body)s decides it; the aim is an answer by %(day)s. We write to you. "
        "Until then your level stays as it is."
    ) % {"body": body.name, "day": wording.day(by)}
    passed = _("You passed on %(day)s.") % {"day": wording.day(sat.result.taken_on)}
    words = (passed, *(each.because for each in why), *left, who)
    return Said(_("Passed: an officer decides"), words, why[0].source if why else None)


def _ruled_out(page: ExamPage, _body: Body) -> Said:
    assert page.sat is not None  # the state says so, and of the ruling as well
    assert page.sat.ruling is not None
    words = _("An officer decided: %(because)s") % {"because": page.sat.ruling.because}
    return Said(_("Passed, but your level does not rise"), (words,))


def _not_counted(page: ExamPage, _body: Body) -> Said:
    assert page.sat is not None  # the state says so, and of the decision as well
    assert page.sat.way is not None
    short = [each for each in page.sat.way.findings if each.state == "short"]
    return Said(
        _("Passed, but it cannot count"),
        tuple(f"{each.because} {each.change}" for each in short),
        short[0].source if short else None,
    )


def _failed(page: ExamPage, _body: Body) -> Said:
    assert page.sat is not None  # the state says so
    words = [_("You did not pass on %(day)s.") % {"day": wording.day(page.sat.result.taken_on)}]
    retake = page.retake_on
    if retake is None:
        words.append(_("How long to wait is not set. A person decides when you may sit it again."))
        return Said(_("Not passed"), (*words, _credits(page)))
    last = {"day": wording.day(page.cycle.ends_on)}
    if retake > page.cycle.ends_on:
        words.append(_("That wait ends after your last day, %(day)s: by then only credits.") % last)
    elif retake <= page.on:
        return Said(_("Not passed: you may sit it again"), (*words, *_open(page), _credits(page)))
    title = _("Not passed: sit it again from %(day)s") % {"day": wording.day(retake)}
    return Said(title, (*words, _credits(page)))


def _credits(page: ExamPage) -> str:
    """Say where the other way stands: a failed exam takes nothing from it."""
    unit, found = page.policy.unit, page.now.pathway
    closed = (f for f in found.findings if f.requirement == "filing_window" and f.state == "short")
    for finding in closed:
        return finding.because
    numbers = {
        "counted": unit.number(page.now.counted),
        "required": unit.say(found.required),
        "missing": unit.say(found.shortfall),
    }
    if not found.shortfall:
        return _("Your credits are all there: you may file an application instead.")
    return (
        _("The way by credits stays open: %(counted)s of %(required)s count, %(missing)s to go.")
        % numbers
    )


def _absent(page: ExamPage, _body: Body) -> Said:
    assert page.sat is not None  # the state says so
    day = {"day": wording.day(page.sat.result.taken_on)}
    words = _("It is no failure, so there is no wait. What a new seat costs, the center says.")
    title = _("You did not sit the exam on %(day)s") % day
    return Said(title, (words, *_again(page)))


def _expired(page: ExamPage, _body: Body) -> Said:
    assert page.authorisation is not None  # the state says so
    last = page.authorisation.last_on
    ended = _("Your authorisation ended on %(day)s") % {"day": wording.day(last)} if last else ""
    words = _("No result of an exam under it reached us.")
    return Said(ended or _("Your authorisation ended"), (words, *_again(page)))


def _again(page: ExamPage) -> list[str]:
    return _barred(page) if page.barred else [_("You may ask again today."), *_open(page)]


def _barred(page: ExamPage) -> list[str]:
    """Say what stands in the way of asking."""
    if page.act:
        standing = str(states.shown(page.act.kind, kind="standing").word)
        words = _("%(standing)s, since %(day)s. Only the body can end that.")
        return [words % {"standing": standing, "day": wording.day(page.act.begins_on)}]
    if page.over:
        return [_("This cycle is renewed, and the next one has begun.")]
    return [f"{each.because} {each.change}" for each in page.short]


_SAID: Mapping[State, Callable[[ExamPage, Body], Said]] = {
    State.ASK: _ask,
    State.CARD: _card,
    State.NOT_NOW: _not_now,
    State.BOOK: _book,
    State.BOOKED: _booked,
    State.AWAITED: _awaited,
    State.PASSED: _passed,
    State.REFERRED: _referred,
    State.RULED_OUT: _ruled_out,
    State.NOT_COUNTED: _not_counted,
    State.FAILED: _failed,
    State.ABSENT: _absent,
    State.EXPIRED: _expired,
}
