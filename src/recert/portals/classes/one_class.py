"""One class: what it is and was, when it is held, and whether it would count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from recert import clock
from recert.policy.policies import Policy, Source
from recert.policy.units import Unit
from recert.portals import wording
from recert.portals.access import certificant_of, frame_of, the_body
from recert.portals.classes.forms import DayForm, language_name
from recert.portals.classes.would import Held, Would, approvals_of, held_by
from recert.portals.trainer.classes import class_by_code
from recert.records.cases import Approvals
from recert.records.catalogue import CourseDate
from recert.records.classes import days_of
from recert.records.education import Course
from recert.records.people import Certificant
from recert.records.policies import policies_in_force
from recert.records.versions import credit_of, version_on, versions_of

MOST_CREDENTIALS = 5  # of one person, of which a class is asked


@dataclass(frozen=True, slots=True)
class Gives:
    """What a class gives under one edition."""

    title: str
    steps: int | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to be so that a class counts, and the rule that it rests on."""

    words: str
    source: Source | None


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a class; for a certificant, whether it would count on a day."""
    person = certificant_of(request)
    form = DayForm(request.GET) if "on" in request.GET else None
    page = page_of(the_class(code), person=person, form=form)
    only_answer = bool(request.htmx) and request.htmx.target == "answers"  # type: ignore[attr-defined]
    template = "classes/answers.html" if only_answer else "classes/one.html"
    return render(request, template, page, status=422 if form and form.errors else 200)


def the_class(code: str) -> Course:
    """Return the class with a code, whatever its capitals. Raises Http404 if there is none."""
    course = class_by_code(code)
    if course is None:
        raise Http404
    return course


def page_of(
    course: Course, *, person: Certificant | None, form: DayForm | None
) -> Mapping[str, object]:
    """Return all that the page of a class shows.

    :param form: the day that was asked about; none for the next day on which it is held
    """
    on = clock.today(zone=the_body().zone)
    dates, approvals = list(days_of([course.pk], on=on)), approvals_of([course])
    held = held_by(person, on=on, most=MOST_CREDENTIALS) if person else []
    policies = [each.policy for each in held] or policies_in_force(on=on)
    form, day = _asked(form, first=dates[0].on if dates else on)
    return {
        "course": course,
        "taught_in": language_name(course.language),
        "dates": dates,
        "approved": approvals.get(course.provider_id, ()),
        "gives": _gives(course, policies),
        "versions": versions_of(course),
        "on": on,
        "day": day,
        "day_form": form,
        "woulds": _woulds(held, course, on=day, approvals=approvals) if day else (),
        "plans": [
            plan for plan in (held[0].overview.plans if held else ()) if plan.course_id == course.pk
        ],
        "conditions": () if held or not policies else conditions(course, policies[0], approvals),
        "approval_words": _approval_words(course, dates, day=day or on),
        "frame": frame_of(person),
    }


def _gives(course: Course, policies: Sequence[Policy]) -> list[Gives]:
    """Return what a class gives under each edition; once, where all of them give the same."""
    told = [Gives(each.title, credit_of(course, unit=each.unit), each.unit) for each in policies]
    alike = {(each.steps, each.unit) for each in told}
    return told[:1] if len(alike) == 1 else told


def _asked(form: DayForm | None, *, first: date) -> tuple[DayForm, date | None]:
    """Return the form of the day, and the day; None if what was asked is no day."""
    if form is None:
        return DayForm(initial={"on": first}), first
    return form, form.cleaned_data.get("on") if form.is_valid() else None


def _woulds(held: Sequence[Held], course: Course, *, on: date, approvals: Approvals) -> list[Would]:
    text = version_on(course, on=on) or course
    return [each.would(course, text=text, on=on, approvals=approvals) for each in held]


def _approval_words(course: Course, dates: Sequence[CourseDate], *, day: date) -> str:
    """Say that a class is not approved on the day asked about; nothing if it is."""
    if day < course.approved_from:
        return _("This class is approved from %(day)s on; before, a reviewer looks at it.") % {
            "day": wording.day(course.approved_from)
        }
    if course.approved_through and day > course.approved_through:
        return _(
            "The approval of this class ends on %(day)s; later, it does not count by itself."
        ) % {"day": wording.day(course.approved_through)}
    return ""


def conditions(course: Course, policy: Policy, approvals: Approvals) -> list[Condition]:
    """Return what has to be so that a class counts for anybody, each with its rule."""
    years = policy.cycle.years
    inside = ngettext(
        "It is completed inside your cycle of %(years)s year.",
        "It is completed inside your cycle of %(years)s years.",
        years,
    ) % {"years": years}
    asked: Mapping[str, tuple[object, str]] = {
        "activities.providers": (
            policy.activities.providers == "approved",
            _provider_words(course, approvals),
        ),
        "activities.evidence": (
            policy.activities.evidence == "required",
            _("You send evidence that you completed it, such as a photograph of the certificate."),
        ),
        "activities.same_course": (
            policy.activities.same_course == "once in a cycle",
            _("You did not take the same class before in this cycle: it counts once."),
        ),
    }
    return [
        Condition(inside, policy.source("cycle.years")),
        *(Condition(words, policy.source(path)) for path, (holds, words) in asked.items() if holds),
    ]


def _provider_words(course: Course, approvals: Approvals) -> str:
    spans = approvals.get(course.provider_id, ())
    if not spans:
        return _("Its provider is approved on the day. %(name)s is not approved today.") % {
            "name": course.provider.name
        }
    first, last = spans[-1]
    words = {"name": course.provider.name, "first": wording.day(first), "last": wording.day(last)}
    if last == date.max:
        return _("Its provider is approved on the day. %(name)s is, since %(first)s.") % words
    return (
        _("Its provider is approved on the day. %(name)s is, %(first)s through %(last)s.") % words
    )
