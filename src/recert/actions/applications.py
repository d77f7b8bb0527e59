"""What a certificant does with an application: open, declare, file, answer, withdraw."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions import notices
from recert.actions.events import record
from recert.actions.locks import lock_application, lock_case
from recert.actions.refusals import CannotMove, Incomplete, Refusal
from recert.actions.withdrawing import close_as_withdrawn
from recert.outside.body import Body, Declaration
from recert.policy.decision import Decision, FeeLine
from recert.policy.evaluate import decide
from recert.policy.lifecycle import OPEN_APPLICATION, ApplicationStatus, may_move
from recert.records import applications as rows
from recert.records.applications import Application, Attestation
from recert.records.cases import acts_upon, last_day, rows_of
from recert.records.certification import Act, Cycle
from recert.records.people import User
from recert.records.policies import edition_of
from recert.records.uploads import Upload
from recert.records.words import day_word, status_word

CREDITS = "continuing_education"


class FilingClosed(Refusal):
    """The filing window of the cycle is not open on the day; says the day and the rule."""


@transaction.atomic
def open_(cycle: Cycle, *, by: User | None, at: datetime) -> Application:
    """Open the application for a cycle, or return the one that is open.

    :raises CannotMove: the cycle is renewed already, or a later one has taken its place
    """
    certificant = lock_case(cycle.credential.certificant_id)
    standing = Application.objects.filter(cycle=cycle)
    application = standing.filter(status__in=[each.value for each in OPEN_APPLICATION]).first()
    if application:
        return application
    later = Cycle.objects.filter(credential=cycle.credential_id, begins_on__gt=cycle.begins_on)
    if standing.filter(status=ApplicationStatus.APPROVED.value).exists() or later.exists():
        raise CannotMove(
            _("This cycle is renewed already; the next application is for the next cycle.")
        )
    application = Application.objects.create(
        cycle=cycle, status=ApplicationStatus.DRAFT.value, opened_at=at
    )
    record("application.opened", by=by, at=at, subject=application, certificant=certificant)
    return application


@transaction.atomic
def submit(
    application: Application,
    *,
    agreed: Sequence[str],
    body: Body,
    by: User,
    on: date,
    at: datetime,
    paper: Upload | None = None,
) -> Application:
    """File an application: declare, fix the edition and the fee, and hand it over for review.

    A shortfall does not stop filing, nor does an open fee; they stop approval. The day of filing is
    the day of the first submission.

    :param agreed: ids of the declarations that were agreed to
    :param on: the body's day, on which eligibility and fee are judged
    :param paper: what the certificant signed by hand, where somebody else enters it
    :raises Incomplete: a declaration is missing
    :raises FilingClosed: the filing window is closed on the day
    :raises CannotMove: the application is not a draft, or the credential is revoked
    """
    application = lock_application(application.pk)
    _must_move(application, to=ApplicationStatus.SUBMITTED)
    if application.status != ApplicationStatus.DRAFT:
        raise CannotMove(_("This application was returned with a question; answer it instead."))
    _must_not_be_revoked(application.cycle, on=on)
    _declare(application, body.declarations_on(on), agreed=agreed, by=by, at=at, paper=paper)
    decision = decide(
        (found := rows_of(application.cycle)).policy, found.case, on=on, pathway=CREDITS
    )
    _must_be_open(decision)
    application.edition = edition_of(application.cycle)
    application.filed_on = on
    _fix_fee(application, decision)
    _hand_over(application, at=at)
    record(
        "application.submitted",
        by=by,
        at=at,
        subject=application,
        certificant=application.cycle.credential.certificant,
        filed_on=str(on),
        edition=str(application.edition.in_force_from),
        decision=decision.as_data(),
        **({"paper": paper.pk} if paper else {}),
    )
    _tell_received(application, at=at)
    return application


def _must_not_be_revoked(cycle: Cycle, *, on: date) -> None:
    """Refuse to take an application, and a fee with it, that could never be approved."""
    acts = acts_upon(cycle.credential_id).filter(kind=Act.REVOKED, begins_on__lte=on)
    for act in acts:
        if last_day(act) >= on:
            raise CannotMove(
                _(
                    "This credential is revoked since %(day)s, so that it cannot be renewed. "
                    "Write to us if you think that this is wrong."
                )
                % {"day": day_word(act.begins_on)}
            )


def _declare(
    application: Application,
    declarations: Sequence[Declaration],
    *,
    agreed: Sequence[str],
    by: User,
    at: datetime,
    paper: Upload | None,
) -> None:
    missing = {
        f"declaration_{each.id}": _("Agree that: %(text)s") % {"text": each.text}
        for each in declarations
        if each.id not in agreed
    }
    if missing:
        raise Incomplete(missing)
    Attestation.objects.bulk_create(
        Attestation(
            application=application,
            declaration=each.id,
            text_edition=each.edition,
            text=each.text,
            by=by,
            at=at,
            upload=paper,
        )
        for each in declarations
    )
    record(
        "application.declared",
        by=by,
        at=at,
        subject=application,
        certificant=application.cycle.credential.certificant_id,
        declarations=[each.id for each in declarations],
    )


def _must_be_open(decision: Decision) -> None:
    """Refuse to file outside the window; where it is not set, filing goes on, referred."""
    for finding in decision.pathway.findings:
        if finding.requirement == "filing_window" and finding.state == "short":
            raise FilingClosed(" ".join(filter(None, [finding.because, finding.change])))


def _fix_fee(application: Application, decision: Decision) -> None:
    """Write what is owed, line by line, as the edition says on the day of filing."""
    fee = decision.pathway.fee
    rows.FeeLine.objects.bulk_create(
        rows.FeeLine(
            application=application,
            code=line.code,
            label=line.label,
            amount=_amount(line),
            currency=fee.currency,
            because=line.because,
        )
        for line in fee.lines
    )


def _amount(line: FeeLine) -> int | None:
    return line.amount if isinstance(line.amount, int) else None


def _hand_over(application: Application, *, at: datetime) -> None:
    application.status = ApplicationStatus.SUBMITTED.value
    application.submitted_at = at
    application.held_by = application.held_at = None
    application.save()


def _tell_received(application: Application, *, at: datetime) -> None:
    notices.owe(
        "application_received",
        to=application.cycle.credential.certificant,
        key=f"application:{application.pk}:received",
        at=at,
        context={"application": application.pk, "filed_on": str(application.filed_on)},
    )


@transaction.atomic
def answer(application: Application, *, text: str, by: User, at: datetime) -> Application:
    """Answer a returned application; the day of filing does not move.

    :raises Incomplete: the answer is empty
    :raises CannotMove: it was not returned
    """
    application = lock_application(application.pk)
    if application.status != ApplicationStatus.RETURNED:
        raise CannotMove(_("There is no open question on this application."))
    if not text.strip():
        raise Incomplete(
            {"answer": _("Write an answer; the reviewer sees it beside the question.")}
        )
    application.return_answer = text.strip()
    _hand_over(application, at=at)
    record(
        "application.answered",
        by=by,
        at=at,
        subject=application,
        certificant=application.cycle.credential.certificant_id,
        question=application.return_question,
        answer=text.strip(),
    )
    return application


@transaction.atomic
def withdraw(application: Application, *, by: User | None, at: datetime) -> Application:
    """Take an application back. The credits stay; a fee that was paid becomes an amount to refund.

    :raises CannotMove: it is decided
    """
    application = lock_application(application.pk)
    _must_move(application, to=ApplicationStatus.WITHDRAWN)
    if application.decisions.filter(undone_at=None).exists():
        raise CannotMove(_("This application is decided; the decision takes effect shortly."))
    close_as_withdrawn(application, by=by, at=at)
    return application


def _must_move(application: Application, *, to: ApplicationStatus) -> None:
    if not may_move(ApplicationStatus(application.status), to=to):
        raise CannotMove(
            _("This application is %(status)s, so it cannot be %(wanted)s.")
            % {"status": status_word(application.status), "wanted": status_word(to)}
        )
