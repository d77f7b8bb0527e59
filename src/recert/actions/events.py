"""Events: the one way to write down what happened."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext_noop as _

from recert.records.history import Event
from recert.records.people import Certificant, User

EVENTS: Mapping[str, str] = {
    "account.opened": _("A login was made for an address."),
    "activity.accepted": _("A reviewer accepted an activity whole; its credit is in the ledger."),
    "activity.accepted_in_part": _(
        "A reviewer accepted part of what was claimed, with the reason."
    ),
    "activity.answered": _("A certificant answered a reviewer's question on an activity."),
    "activity.corrected": _("A ledger entry was taken back by a second, opposite entry."),
    "activity.reconsidered": _("A reviewer took a rejection back; its credit is in the ledger."),
    "activity.rejected": _("A reviewer rejected an activity, with the reason."),
    "activity.released": _("A reviewer put an activity back into the queue."),
    "activity.reported": _(
        "A provider reported a completion of its class; its credit is in the ledger."
    ),
    "activity.returned": _("A reviewer returned an activity with a question on one field."),
    "activity.saved": _("A certificant saved the draft of an activity."),
    "activity.submitted": _("A certificant sent an activity for review."),
    "activity.taken": _("A reviewer took an activity from the queue."),
    "activity.withdrawn": _("A certificant withdrew an activity."),
    "application.answered": _("A certificant answered a returned application."),
    "application.approved": _("An approval took effect: the next cycle begins."),
    "application.decided": _("A reviewer decided an application; it takes effect when final."),
    "application.declared": _("A certificant signed the declarations of an application."),
    "application.denied": _("A denial took effect."),
    "application.opened": _("A certificant opened a recertification application."),
    "application.released": _("A reviewer put an application back into the queue."),
    "application.returned": _("A reviewer returned an application with a question."),
    "application.submitted": _("A certificant filed an application."),
    "application.taken": _("A reviewer took an application from the queue."),
    "application.withdrawn": _("An application was withdrawn, or an exam upgraded its cycle."),
    "calendar.address_made": _(
        "The secret address of a certificant's calendar was made; one before it is dead."
    ),
    "canned_answer.ended": _("An answer kept for reuse was ended; it is offered no more."),
    "canned_answer.written": _("An answer kept for reuse was written, or its next version."),
    "authorisation.cancelled": _("An authorisation to sit an exam was cancelled, with the reason."),
    "authorisation.expired": _("The last day of an authorisation to sit an exam went by."),
    "authorisation.given": _("A certificant was authorised to sit an exam."),
    "article.voted": _("A reader said whether a help article helped, or which step failed."),
    "certificant.enrolled": _("A person was entered into the register."),
    "certificant.renamed": _("A certificant's name was changed; the former one is kept."),
    "companion.recorded": _("A companion credential, such as a CPR card, was recorded."),
    "credential.certified": _("A credential was issued with its first cycle."),
    "credential.acted_upon": _("The body suspended, revoked or retired a credential."),
    "credential.act_ended": _("An act upon a credential was ended."),
    "credential.level_rose": _("An exam raised the level of a cycle."),
    "course.changed": _("A class was given another version, which holds from a day on."),
    "course.date_added": _("A class is held on a day."),
    "course.date_cancelled": _("A class is not held on a day after all."),
    "course.entered": _("A class was entered into the catalogue."),
    "course.version_holds": _("The day of a version of a class came: the class is what it says."),
    "completion.held": _("A report of a completion is held until a person has looked."),
    "completion.settled": _("An officer said what came of a report that was held."),
    "cycle.begun_by_exam": _("A passed exam began the next cycle."),
    "day.moved": _("The day of the demonstration was moved forwards."),
    "decision.waits": _("A final decision could not take effect; staff see why."),
    "decision.undone": _("A decision was undone before it was final."),
    "document.made": _("A document that was owed was made."),
    "document.waits": _("A document that is owed could not be made; staff see why."),
    "edition.adopted": _("An edition of a policy was adopted."),
    "enrolment.opened": _(
        "A link was made by which a member of staff signs in once, for a passkey."
    ),
    "evidence.attached": _("Evidence was attached to an activity."),
    "evidence.detached": _("Evidence was detached from a draft or a returned activity."),
    "evidence.read": _("Staff looked at a piece of evidence."),
    "evidence.received": _("A file was taken in as evidence."),
    "exam.booked": _("A seat for an exam was booked under an authorisation."),
    "exam.booking_cancelled": _("The booking of a seat for an exam was cancelled."),
    "exam.ruled": _("An officer decided what the policy leaves open about an exam."),
    "exam_correction.confirmed": _(
        "A correction was confirmed: a result and what came of it are reversed."
    ),
    "exam_correction.dismissed": _("A correction of a result was dismissed, with the reason."),
    "exam_correction.proposed": _("A result was said to be wrong, or is to be judged again."),
    "exam_result.recorded": _("The result of an exam was recorded."),
    "fee.ruled": _("An officer set the amount of a fee that the policy does not set."),
    "mail.address_cleared": _("An officer took the flag off an address from which mail came back."),
    "mail.held": _("A mail came in that belongs nowhere by itself; it waits for a person."),
    "mail.kept": _("A machine's mail came in, such as an absence note; it is kept."),
    "mail.placed": _("A member of staff put a held mail into the thread of a request."),
    "mail.returned": _("A mail server said that a notice did not arrive."),
    "mail.set_aside": _("A member of staff set a held mail aside; it stays on record."),
    "notice.owed_again": _("An officer had a notice that was refused for good sent again."),
    "notice.refused": _("Mail refused a notice for good; staff and its recipient see it."),
    "notice.sent": _("A notice was sent."),
    "notice.withheld": _("A notice was not sent: nothing was to be told any more."),
    "passkey.added": _("A passkey was added to a login."),
    "passkey.removed": _("A passkey was removed from a login."),
    "passkey.renamed": _("A passkey was given another name by its owner."),
    "plan.cancelled": _("A certificant cancelled a class that they had planned."),
    "plan.made": _("A certificant planned a class on a day."),
    "payment.received": _("A fee was received; its receipt has a number."),
    "proposal.approved": _("An officer approved a proposal: a class has a new version."),
    "proposal.returned": _("An officer returned a proposal to its provider, with words."),
    "proposal.saved": _("A provider's contact saved the draft of a proposal."),
    "proposal.submitted": _("A provider's contact sent a proposal."),
    "proposal.withdrawn": _("A provider's contact took a proposal back."),
    "provider.approval_ended": _("An approval of a provider was given an end."),
    "provider.approved": _("A provider was approved on days."),
    "provider.contact_added": _("Somebody speaks for a provider."),
    "provider.contact_ended": _("Somebody speaks for a provider no longer."),
    "provider.entered": _("A provider was entered, with the days on which it is approved."),
    "refund.confirmed": _("A second person confirmed a refund."),
    "refund.proposed": _("A refund was proposed."),
    "activity.entered_from_paper": _(
        "The office entered an activity that a paper application lists."
    ),
    "paper_application.entered": _(
        "The office entered an application that came on paper, signed or to be confirmed."
    ),
    "upload.matched": _("Staff put an upload with a person, as what they found it to be."),
    "upload.put_back": _("Staff took a match back, or an upload that was set aside."),
    "upload.read": _("Staff looked at an upload."),
    "upload.received": _("A file came by the upload desk or a personal link."),
    "upload.set_aside": _("Staff set an upload aside, with the reason."),
    "upload_link.called_back": _("A personal upload link was called back by its owner."),
    "upload_link.made": _("A certificant made a personal upload link."),
    "user.address_changed": _(
        "A user's e-mail address was changed, by a code sent to the new one."
    ),
    "user.sessions_ended": _("Every session of a user was ended, on every device."),
    "user.signed_in": _(
        "A user signed in: by code, passkey, link, or a click in the demonstration."
    ),
    "reminder.owed": _("Somebody was owed a reminder of the last day of a cycle."),
    "reminders.started": _("Somebody asked to be reminded again."),
    "reminders.stopped": _("Somebody asked not to be reminded; decisions are told all the same."),
    "request.answered": _("The office answered a request."),
    "request.assigned": _("A request was given to a member of staff to answer."),
    "request.closed": _("The office closed a request; its asker is told."),
    "request.discarded": _("A request that looked like spam was discarded; it stays on record."),
    "request.held": _("A request came in that looks like spam; it waits for a person."),
    "request.noted": _("A member of staff added a note to a request, for staff only."),
    "request.opened": _("Somebody asked a question; a request was opened."),
    "request.promised": _("The office promised to answer a request by another day."),
    "request.put_back": _("A member of staff let a request go again."),
    "request.rated": _("An asker said how the answer to their request was."),
    "request.released": _("A request that looked like spam was let in."),
    "request.reopened": _("An asker wrote again; their closed request is open."),
    "request.taken": _("A member of staff took a request to answer it."),
    "request.written": _("An asker wrote more to their request."),
    "result_file.taken_in": _("A file of exam results was taken in."),
    "result_row.set_aside": _("A row of a file of results was set aside, with the reason."),
    "result_row.settled": _("A person said whose result a held row is."),
    "role.ended": _("A user's role for the body was ended."),
    "role.granted": _("A user was given a role for the body."),
}


def record(
    name: str,
    /,
    *,
    by: User | None,
    at: datetime,
    subject: Model,
    certificant: Certificant | int | None = None,
    **details: object,
) -> Event:
    """Write down that something happened, in the transaction in which it did.

    :param details: what a reader will ask: reason, amounts, edition; JSON-ready values
    :raises KeyError: the event is not in `EVENTS`
    """
    EVENTS[name]
    whose = certificant.pk if isinstance(certificant, Certificant) else certificant
    event = _event(name, subject, certificant=whose, by=by, at=at, details=details)
    event.save(force_insert=True)
    return event


def record_all(
    name: str, /, *, at: datetime, of: Iterable[tuple[Model, int, Mapping[str, object]]]
) -> None:
    """Write down that the same happened by itself to many: each subject, certificant and details.

    :raises KeyError: the event is not in `EVENTS`
    """
    EVENTS[name]
    Event.objects.bulk_create(
        _event(name, subject, certificant=whose, by=None, at=at, details=details)
        for subject, whose, details in of
    )


def _event(
    name: str,
    subject: Model,
    *,
    certificant: int | None,
    by: User | None,
    at: datetime,
    details: Mapping[str, object],
) -> Event:
    return Event(
        name=name,
        by=by,
        at=at,
        certificant_id=certificant,
        subject=type(subject).__name__.lower(),
        subject_id=str(subject.pk),
        details=dict(details),
    )
