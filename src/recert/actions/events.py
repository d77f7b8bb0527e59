"""Events: the one way to write down what happened."""

from collections.abc import Mapping
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
    "certificant.enrolled": _("A person was entered into the register."),
    "certificant.renamed": _("A certificant's name was changed; the former one is kept."),
    "companion.recorded": _("A companion credential, such as a CPR card, was recorded."),
    "credential.certified": _("A credential was issued with its first cycle."),
    "credential.acted_upon": _("The body suspended, revoked or retired a credential."),
    "credential.act_ended": _("An act upon a credential was ended."),
    "credential.level_rose": _("An exam raised the level of a cycle."),
    "course.entered": _("A class was entered into the catalogue."),
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
    "exam_result.recorded": _("The result of an exam was recorded."),
    "fee.ruled": _("An officer set the amount of a fee that the policy does not set."),
    "notice.owed_again": _("An officer had a notice that was refused for good sent again."),
    "notice.refused": _("Mail refused a notice for good; staff and its recipient see it."),
    "notice.sent": _("A notice was sent."),
    "passkey.added": _("A passkey was added to a login."),
    "passkey.removed": _("A passkey was removed from a login."),
    "passkey.renamed": _("A passkey was given another name by its owner."),
    "plan.cancelled": _("A certificant cancelled a class that they had planned."),
    "plan.made": _("A certificant planned a class on a day."),
    "payment.received": _("A fee was received; its receipt has a number."),
    "provider.entered": _("A provider was entered, with the days on which it is approved."),
    "refund.confirmed": _("A second person confirmed a refund."),
    "refund.proposed": _("A refund was proposed."),
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
    return Event.objects.create(
        name=name,
        by=by,
        at=at,
        certificant_id=certificant.pk if isinstance(certificant, Certificant) else certificant,
        subject=type(subject).__name__.lower(),
        subject_id=str(subject.pk),
        details=details,
    )
