"""Before an exam: the authorisation to sit it, and the seat that is booked under it."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.actions.authorising import (
    BOOKED,
    CANCELLED,
    EXPIRED,
    OPEN,
    close,
    locked,
    must_be_in_force,
    remember,
    tell,
)
from recert.actions.locks import lock_case
from recert.actions.refusals import CannotMove, Incomplete
from recert.policy.decision import Finding
from recert.policy.exam_asking import authorisation_findings, authorised_through
from recert.policy.policies import ExamRule, Policy
from recert.records.cases import CaseRows, last_day, rows_of
from recert.records.certification import Cycle
from recert.records.exam_judging import card_for
from recert.records.exams import ExamAuthorisation, ExamBooking
from recert.records.people import User
from recert.records.policies import edition_of
from recert.records.words import day_word, status_word

Told = dict[str, str | date]


@transaction.atomic
def give_authorisation(
    cycle: Cycle, *, key: UUID, pathway: str, by: User | None, on: date, at: datetime
) -> ExamAuthorisation:
    """Authorise a certificant to sit the exam of a pathway. The same form sent twice is one.

    What is short stands in the way; what the policy does not set does not, and is kept.

    :param on: the body's day, on which cards are looked at, and from which the days are counted
    :raises CannotMove: a finding is short, in the rule's words; an act upon the credential holds;
        the cycle is renewed already; or an authorisation for the exam is open
    """
    lock_case(cycle.credential.certificant_id)
    known = ExamAuthorisation.objects.filter(key=key, cycle=cycle).first()
    if known:
        return known
    rows = rows_of(cycle)
    rule = _exam_of(rows.policy, pathway=pathway)
    _must_be_the_last(cycle, on=on)
    _must_not_be_acted_upon(rows, on=on)
    found = authorisation_findings(rows.policy, rows.case, pathway=pathway, on=on)
    _must_not_be_short(found)
    _must_not_be_open(cycle, form=rule.form, on=on, at=at)
    authorisation = ExamAuthorisation.objects.create(
        key=key,
        cycle=cycle,
        pathway=pathway,
        form=rule.form,
        status=OPEN,
        companion=card_for(rows, pathway=pathway, on=on),
        edition=edition_of(cycle),
        findings=[asdict(finding) for finding in found],
        given_on=on,
        last_on=authorised_through(rows.policy, pathway=pathway, on=on),
        given_at=at,
    )
    remember(authorisation, "authorisation.given", by=by, at=at)
    tell(authorisation, "authorisation_given", at=at)
    return authorisation


def _exam_of(policy: Policy, *, pathway: str) -> ExamRule:
    found = next((way.exam for way in policy.pathways if way.id == pathway), None)
    if found is None:
        raise CannotMove(_("There is no exam by which this certification is renewed that way."))
    return found


def _must_be_the_last(cycle: Cycle, *, on: date) -> None:
    """Refuse a cycle that another has followed; one renewed early may still be upgraded."""
    later = Cycle.objects.filter(credential=cycle.credential_id, begins_on__gt=cycle.begins_on)
    later = later.filter(begins_on__lte=on)
    if cycle.reversed_at or later.exists():
        raise CannotMove(_("This cycle is renewed already; the next exam is for the next cycle."))


def _must_not_be_acted_upon(rows: CaseRows, *, on: date) -> None:
    for act in rows.acts:
        if act.begins_on <= on <= last_day(act):
            raise CannotMove(
                _("The credential is %(act)s since %(day)s; that act must end first.")
                % {"act": status_word(act.kind), "day": day_word(act.begins_on)}
            )


def _must_not_be_short(found: tuple[Finding, ...]) -> None:
    short = [finding for finding in found if finding.state == "short"]
    if short:
        raise CannotMove(
            " ".join(part for each in short for part in (each.because, each.change) if part)
        )


def _must_not_be_open(cycle: Cycle, *, form: str, on: date, at: datetime) -> None:
    """Refuse a second authorisation; one whose last day is over expires here, before the job."""
    standing = cycle.authorisations.filter(form=form, status__in=[OPEN, BOOKED]).first()
    if standing and standing.status == OPEN and standing.last_on and standing.last_on < on:
        _expire(standing, on=on, at=at)
    elif standing:
        raise CannotMove(
            _("You are authorised to sit this exam since %(day)s; book your seat with that.")
            % {"day": day_word(standing.given_on)}
        )


@transaction.atomic
def book(
    authorisation: ExamAuthorisation,
    *,
    place: str,
    window_from: date,
    window_through: date,
    vendor: str,
    reference: str,
    by: User | None,
    on: date,
    at: datetime,
) -> ExamBooking:
    """Keep the seat that was booked with the testing side. The same booking twice is one.

    :param window_from: with `window_through`, the days on which the exam may be sat; both inside
    :param reference: what the testing side calls the booking; results name it later
    :raises Incomplete: something is missing or cannot be, each field in words
    :raises CannotMove: the authorisation is over, a booking stands, or the reference is taken
    """
    authorisation = locked(authorisation)
    told: Told = {
        "place": " ".join(place.split()),
        "window_from": window_from,
        "window_through": window_through,
        "vendor": " ".join(vendor.split()),
        "reference": reference.strip(),
    }
    standing = authorisation.bookings.filter(cancelled_at=None, result=None).first()
    if standing and all(getattr(standing, name) == value for name, value in told.items()):
        return standing
    _must_be_bookable(authorisation, standing=standing, on=on)
    problems = _problems(authorisation, told=told, on=on)
    if problems:
        raise Incomplete(problems)
    booking = _created(authorisation, told=told, at=at)
    authorisation.status = BOOKED
    authorisation.save(update_fields=["status"])
    _say_booked(authorisation, booking, by=by, at=at)
    return booking


def _say_booked(
    authorisation: ExamAuthorisation, booking: ExamBooking, *, by: User | None, at: datetime
) -> None:
    first, last = str(booking.window_from), str(booking.window_through)
    told = {"booking": booking.pk, "place": booking.place}
    remember(authorisation, "exam.booked", by=by, at=at, **told, window=[first, last])
    tell(
        authorisation,
        "exam_booked",
        at=at,
        of=f"booking:{booking.pk}",
        place=booking.place,
        reference=booking.reference,
        vendor_name=booking.vendor,
        window_from_on=first,
        window_through_on=last,
    )


def _must_be_bookable(
    authorisation: ExamAuthorisation, *, standing: ExamBooking | None, on: date
) -> None:
    must_be_in_force(authorisation)
    if authorisation.last_on and on > authorisation.last_on:
        raise CannotMove(
            _("This authorisation ended on %(day)s; ask for a new one.")
            % {"day": day_word(authorisation.last_on)}
        )
    if standing:
        raise CannotMove(_("A seat is booked already; cancel that booking first."))


def _problems(authorisation: ExamAuthorisation, *, told: Told, on: date) -> dict[str, str]:
    missing = {
        "place": _("Enter the place where the exam is sat."),
        "vendor": _("Enter who holds the exam."),
        "reference": _("Enter the reference of your booking, as the testing side gave it."),
    }
    problems = {name: words for name, words in missing.items() if not told[name]}
    for name, most in (("place", 200), ("vendor", 60), ("reference", 80)):
        if len(str(told[name])) > most:
            problems[name] = _("Enter at most %(most)d characters.") % {"most": most}
    return problems | _days_wrong(authorisation, told=told, on=on)


def _days_wrong(authorisation: ExamAuthorisation, *, told: Told, on: date) -> dict[str, str]:
    first, last = told["window_from"], told["window_through"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    earliest, latest = max(on, authorisation.given_on), authorisation.last_on
    if first < earliest:
        return {"window_from": _("Enter a day from %(first)s on.") % {"first": day_word(earliest)}}
    if last < first:
        return {"window_through": _("Enter a last day that is not before the first.")}
    if latest and last > latest:
        words = _("Your authorisation holds through %(last)s; enter that day or an earlier one.")
        name = "window_from" if first > latest else "window_through"
        return {name: words % {"last": day_word(latest)}}
    return {}


def _created(authorisation: ExamAuthorisation, *, told: Told, at: datetime) -> ExamBooking:
    try:
        with transaction.atomic():
            return ExamBooking.objects.create(authorisation=authorisation, booked_at=at, **told)
    except IntegrityError:
        raise CannotMove(
            _("%(vendor)s gave the reference %(reference)s to another booking; look at it again.")
            % {"vendor": told["vendor"], "reference": told["reference"]}
        ) from None


@transaction.atomic
def cancel_booking(booking: ExamBooking, *, by: User | None, at: datetime) -> None:
    """Take a booking back; the authorisation is open again, and another seat may be booked.

    :raises CannotMove: it does not stand any more
    """
    authorisation = locked(booking.authorisation)
    booking = ExamBooking.objects.get(pk=booking.pk)
    if booking.cancelled_at or booking.result_id:
        raise CannotMove(_("This booking does not stand any more."))
    must_be_in_force(authorisation)
    booking.cancelled_at = at
    booking.save(update_fields=["cancelled_at"])
    authorisation.status = OPEN
    authorisation.save(update_fields=["status"])
    remember(authorisation, "exam.booking_cancelled", by=by, at=at, booking=booking.pk)


@transaction.atomic
def cancel_authorisation(
    authorisation: ExamAuthorisation, *, because: str, by: User, at: datetime
) -> None:
    """Cancel an authorisation, and the booking under it, with the reason.

    :raises Incomplete: no reason
    :raises CannotMove: it is over
    """
    authorisation = locked(authorisation)
    must_be_in_force(authorisation)
    if not because.strip():
        raise Incomplete({"because": _("Say why the authorisation is cancelled.")})
    close(authorisation, CANCELLED, because=because.strip(), at=at)
    remember(authorisation, "authorisation.cancelled", by=by, at=at, because=because.strip())
    tell(authorisation, "authorisation_cancelled", at=at, because=because.strip())


def expire_due(*, on: date, at: datetime) -> int:
    """Let every authorisation expire whose last day is over; return how many did.

    Its last day is inside. Each is its own transaction; a second run finds nothing.
    """
    due = ExamAuthorisation.objects.filter(status__in=[OPEN, BOOKED], last_on__lt=on)
    return sum(_expire(authorisation, on=on, at=at) for authorisation in due.order_by("pk"))


@transaction.atomic
def _expire(authorisation: ExamAuthorisation, *, on: date, at: datetime) -> bool:
    authorisation = locked(authorisation)
    if authorisation.status not in {OPEN, BOOKED}:
        return False  # its result, or somebody, came first
    assert authorisation.last_on is not None  # expire_due asks for those that have one
    assert authorisation.last_on < on
    was_booked = authorisation.status == BOOKED
    close(authorisation, EXPIRED, at=at)
    remember(authorisation, "authorisation.expired", by=None, at=at)
    tell(authorisation, "authorisation_expired", at=at, booked=was_booked)
    return True
