"""What the pages of one activity show."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from recert import clock
from recert.actions.paper_activities import ENTERED
from recert.outside.body import Body
from recert.outside.filenames import shown_name
from recert.outside.kinds import Kind
from recert.portals.access import FromCertificant, the_body
from recert.portals.trainer.forms import ActivityForm, said_by
from recert.portals.trainer.ledger import written
from recert.portals.trainer.preflight import preflight, running_cycle
from recert.records.education import Activity, Evidence, Provider, Question
from recert.records.history import Event
from recert.records.people import Certificant
from recert.records.policies import policy_of
from recert.records.uploads import Upload
from recert.records.versions import credit_of, version_on

REJECTED = "activity.rejected"  # its reason is in the event alone; others are in the ledger too
OFFERED = 20  # pieces of evidence on file that may be used again


@dataclass(frozen=True, slots=True)
class File:
    """A piece of evidence under the name that it is shown and downloaded by."""

    evidence: Evidence
    name: str


def file_of(evidence: Evidence, *, owner: Certificant, body: Body) -> File:
    """Return a piece of evidence under its name, dated by the day on which it came in."""
    on = evidence.received_at.astimezone(body.tz).date()
    suffix = Kind(evidence.mime).suffix
    return File(evidence, shown_name(owner.name, what=evidence.what, on=on, suffix=suffix))


def form_for(
    owner: Certificant, activity: Activity | None, *, data: QueryDict | None = None
) -> ActivityForm:
    """Return the form of an activity, with what was sent, else with what is on record."""
    on_file = Evidence.objects.filter(certificant=owner)
    if activity:
        on_file = on_file.exclude(uses__activity=activity)
    body = the_body()
    offered = on_file.order_by("-received_at", "-id")[:OFFERED]
    return ActivityForm(
        data,
        owner=owner,
        initial=said_by(activity) if activity else {},
        on_file={each: file_of(each, owner=owner, body=body).name for each in offered},
    )


def editing_page(
    request: FromCertificant,
    *,
    key: uuid.UUID,
    activity: Activity | None,
    form: ActivityForm | None = None,
) -> Mapping[str, object]:
    """Return all that the page on which an activity is written shows."""
    form = form or form_for(request.certificant, activity)
    on = clock.today(zone=the_body().zone)
    claim = _claim(form, activity, on=on)
    return {
        **claim,
        "key": key,
        "activity": activity,
        "on": on,
        "files": files_of(activity) if activity else (),
        **_asked(activity, in_catalogue=bool(claim["course"])),
        "preflight": preflight(activity, on=on) if activity else None,
        "read": read_by_the_office(activity) if activity else {},
    }


def read_by_the_office(activity: Activity) -> Mapping[str, str]:
    """Return the fields that our office read from a file that reached us, each marked as such.

    Once the certificant has changed the draft, it is theirs.
    """
    made = Upload.objects.filter(became="activity", became_id=activity.pk)
    if activity.status != "draft" or not made.filter(became_version=activity.version).exists():
        return {}
    words = _("read from your file")
    return {field: words for field, value in said_by(activity).items() if value}


def _asked(activity: Activity | None, *, in_catalogue: bool) -> Mapping[str, object]:
    """Return the open question of an activity, and where on the page it is shown."""
    question = activity.questions.filter(answered_at=None).first() if activity else None
    return {
        "question": question,
        "asked_beside": _asked_beside(question, in_catalogue=in_catalogue),
    }


def _asked_beside(question: Question | None, *, in_catalogue: bool) -> str:
    """Return the field beside which a question is shown; "top" where the form does not ask it."""
    if question is None:
        return ""
    by_hand = {"title": "title", "provider": "provider_name", "minutes": "hours"}
    always = {"completed_on": "completed_on", "evidence": "evidence"}
    return (always if in_catalogue else by_hand | always).get(question.field, "top")


def claim_page(
    request: FromCertificant, *, key: uuid.UUID, activity: Activity | None
) -> Mapping[str, object]:
    """Return the part of the form that a class code fills in, for what is typed by now."""
    form = form_for(request.certificant, activity, data=request.GET)
    form.is_valid()
    on = clock.today(zone=the_body().zone)
    claim = _claim(form, activity, on=on)
    return {**claim, **_asked(activity, in_catalogue=bool(claim["course"])), "key": key}


def _claim(form: ActivityForm, activity: Activity | None, *, on: date) -> Mapping[str, object]:
    # What was typed reaches the catalogue through the form alone, which has cleaned it.
    course = form.course if form.is_bound else activity.course if activity else form.begun
    providers = () if course else Provider.objects.order_by("name").values_list("name", flat=True)
    cycle = running_cycle(form.owner.pk, on=on) if course else None
    given = form.cleaned_data if form.is_bound else form.initial
    day = given.get("completed_on")
    text = version_on(course, on=day) or version_on(course, on=None) if course else None
    gives = credit_of(text, unit=policy_of(cycle).unit) if text and cycle else None
    return {
        "form": form,
        "course": course,
        "text": text,  # of the class, as it is on the day of completion
        "gives": gives,
        "unit": policy_of(cycle).unit if cycle else None,
        "providers": providers,
    }


def files_of(activity: Activity) -> tuple[File, ...]:
    """Return the evidence of an activity, in the order in which it was attached."""
    body, owner = the_body(), activity.certificant
    uses = activity.uses.select_related("evidence").order_by("at", "id")
    return tuple(file_of(use.evidence, owner=owner, body=body) for use in uses)


def paper_of(activity: Activity) -> Mapping[str, object] | None:
    """Return who entered an activity from a paper application, and the day it reached us."""
    told = Event.objects.filter(name=ENTERED, subject="activity", subject_id=str(activity.pk))
    event = told.select_related("by").first()
    if event is None or event.by is None:
        return None
    on = date.fromisoformat(event.details["received_on"])
    return {"by": event.by.name, "on": on, "signed": event.details["signed"]}


def one_page(activity: Activity) -> Mapping[str, object]:
    """Return all that the page of an activity shows that is not the certificant's to change."""
    history = Event.objects.filter(
        subject="activity", subject_id=str(activity.pk), name=REJECTED
    ).order_by("at", "id")
    entries = activity.entries.select_related("edition").order_by("id")
    return {
        "activity": activity,
        "files": files_of(activity),
        "questions": activity.questions.order_by("asked_at", "id"),
        "history": history,
        "entries": [(entry, written(entry)) for entry in entries],
        "paper": paper_of(activity),
        "report": activity.reports.select_related("provider").order_by("-id").first(),
    }
