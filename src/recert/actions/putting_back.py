"""Taking a match back, while nobody has acted on it: the file waits again, its traces go."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from recert.actions import activities, applications, notices
from recert.actions.events import record
from recert.actions.evidence import detach
from recert.actions.locks import lock_case, must_not_be_own
from recert.actions.matched import lock_upload
from recert.actions.paper_activities import withdraw_drafts
from recert.actions.refusals import CannotMove
from recert.policy.lifecycle import ActivityStatus, ApplicationStatus
from recert.records.applications import Application
from recert.records.certification import Companion
from recert.records.education import Activity, Evidence
from recert.records.people import Certificant, User
from recert.records.requests import RequestEvidence
from recert.records.uploads import PaperApplication, Upload


@transaction.atomic
def put_back(upload: Upload, *, by: User, at: datetime) -> Upload:
    """Let an upload wait again that was matched with the wrong person, or set aside.

    What the match made goes with it: the draft is withdrawn, and the file leaves the person's
    record unless something else there uses it. The person is told.

    :raises CannotMove: it waits already, or the person has acted on what it became
    :raises NotForYou: it is the matcher's own case
    """
    owner = upload.certificant
    if owner:
        owner = lock_case(owner.pk)
        must_not_be_own(owner, by=by)
    upload = lock_upload(upload)
    if upload.settled_at is None or upload.certificant != owner:
        raise CannotMove(_("This file waits already; match it, or set it aside."))
    was = {"became": upload.became, "became_id": upload.became_id, "because": upload.because}
    if owner:
        _undo(upload, owner=owner, by=by, at=at)
        told = {"received_on": upload.received_on.isoformat()}
        key = f"upload:{upload.pk}:back:{int(at.timestamp())}"
        notices.owe("upload_put_back", to=owner, key=key, at=at, context=told)
    upload.certificant = upload.settled_by = upload.settled_at = None
    upload.became, upload.became_id, upload.became_version = "", None, None
    upload.set_aside, upload.because = False, ""
    upload.save()
    record("upload.put_back", by=by, at=at, subject=upload, certificant=owner, **was)
    return upload


def _undo(upload: Upload, *, owner: Certificant, by: User, at: datetime) -> None:
    evidence = Evidence.objects.filter(certificant=owner, digest=upload.digest).first()
    assert upload.became_id is not None  # a match says what it became
    if upload.became == "activity":
        draft = Activity.objects.get(pk=upload.became_id)
        _undo_activity(draft, version=upload.became_version, evidence=evidence, by=by, at=at)
    elif upload.became == "companion":
        _must_not_be_counted(upload, owner=owner)
        Companion.objects.filter(pk=upload.became_id).delete()
    elif upload.became == "request":
        RequestEvidence.objects.filter(request=upload.became_id, evidence=evidence).delete()
    else:
        application = Application.objects.get(pk=upload.became_id)
        _undo_application(upload, application=application, by=by, at=at)
    if evidence and evidence.received_at == upload.settled_at:
        _forget(evidence)


def _undo_activity(
    activity: Activity, *, version: int | None, evidence: Evidence | None, by: User, at: datetime
) -> None:
    untouched = activity.version == version
    if activity.status != ActivityStatus.DRAFT or not untouched:
        raise CannotMove(
            _("The trainer has changed or sent this draft already, so it stays. Write to them.")
        )
    if evidence:
        detach(activity, evidence=evidence, by=by, at=at)
    activities.withdraw(activity, by=by, at=at)


def _must_not_be_counted(upload: Upload, *, owner: Certificant) -> None:
    """Refuse to remove a card once an application was filed, which may have counted it."""
    filed = Application.objects.filter(
        cycle__credential__certificant=owner, submitted_at__gte=upload.settled_at
    )
    if filed.exists():
        raise CannotMove(
            _("An application was filed since, which may count this card, so it stays.")
        )


def _undo_application(upload: Upload, *, application: Application, by: User, at: datetime) -> None:
    if application.status != ApplicationStatus.DRAFT:
        raise CannotMove(
            _("This application is filed or closed, so it stays; the trainer can withdraw it.")
        )
    withdraw_drafts(upload, by=by, at=at)
    PaperApplication.objects.filter(upload=upload).delete()
    if application.opened_at == upload.settled_at:  # opened for this paper
        applications.withdraw(application, by=by, at=at)


def _forget(evidence: Evidence) -> None:
    """Take a file off a person's record that came there by the match alone."""
    try:
        with transaction.atomic():
            evidence.delete()
    except ProtectedError:
        return  # something else uses it by now
