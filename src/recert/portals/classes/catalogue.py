"""Search as one types: the classes that fit, and what each would add for whoever looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from recert import clock
from recert.policy.policies import Policy
from recert.policy.units import Unit
from recert.portals.access import certificant_of, frame_of, the_body
from recert.portals.classes.forms import SearchForm
from recert.portals.classes.would import Held, Would, approvals_of, held_by
from recert.portals.limits import Limit, address_of, too_often
from recert.records.catalogue import PlannedClass
from recert.records.classes import classes_that_fit, offered
from recert.records.education import Course
from recert.records.policies import policies_in_force
from recert.records.versions import credit_of

A_PAGE = 12
SEARCHES = Limit(times=1500, span=timedelta(hours=1))  # from one address; typing asks often
BESIDES = frozenset({"sort", "page"})  # what is asked of the list, and is no filter


@dataclass(frozen=True, slots=True)
class Row:
    """One class of the list: what it gives, and what it would add for whoever looks."""

    course: Course
    gives: int | None
    unit: Unit | None
    would: Would | None
    plan: PlannedClass | None


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What could be asked for instead: in words, how many classes fit then, and where."""

    words: str
    count: int
    href: str


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the classes that fit; only the list, where the page is there already."""
    if not SEARCHES.take(address_of(request), at=clock.real_now()):
        return too_often(request, limit=SEARCHES)
    on = clock.today(zone=the_body().zone)
    person = certificant_of(request)
    held = held_by(person, on=on) if person else []
    policies = [each.policy for each in held] or policies_in_force(on=on)
    form = _form(request.GET, policies=policies, on=on)
    found = Paginator(classes_that_fit(form.wanted(), on=on), A_PAGE)
    page = found.get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "rows": _rows(page, held=held[:1], policies=policies, on=on),
        "says": _says(found.count),
        "relaxed": () if found.count else _relaxed(request.GET, form, on=on),
        "filters": len(asked(request.GET).keys() & form.fields.keys() - BESIDES - {"q"}),
        "frame": frame_of(person),
    }
    return _answered(request, form, shown)


def _answered(request: HttpRequest, form: SearchForm, shown: Mapping[str, object]) -> HttpResponse:
    only_list = bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "classes/found.html" if only_list else "classes/catalogue.html"
    response = render(request, template, shown, status=422 if form.errors else 200)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "Cookie"])
    if only_list:
        response.headers[_moves(request)] = request.path + _query(asked(request.GET)).strip(".")
    return response


def _form(data: QueryDict, *, policies: Sequence[Policy], on: date) -> SearchForm:
    form = SearchForm(
        data,
        offered=offered(),
        unit=policies[0].unit if policies else None,
        currency=the_body().currency,
        on=on,
    )
    form.is_valid()
    return form


def _rows(
    page: Page[Course], *, held: Sequence[Held], policies: Sequence[Policy], on: date
) -> list[Row]:
    courses = list(page.object_list)
    approvals = approvals_of(courses) if held and courses else {}
    unit = policies[0].unit if policies else None
    return [
        Row(
            course=course,
            gives=credit_of(course, unit=unit) if unit else None,
            unit=unit,
            would=next(
                (
                    one.would(course, text=course, on=day_of(course, on=on), approvals=approvals)
                    for one in held
                ),
                None,
            ),
            plan=next((one.plan_of(course) for one in held), None),
        )
        for course in courses
    ]


def day_of(course: Course, *, on: date) -> date:
    """Return the day on which a class could be taken next: when it is held, else today."""
    next_on: date | None = getattr(course, "next_on", None)
    return next_on or on


def _says(count: int) -> str:
    if not count:
        return _("No class fits")
    return ngettext("%(count)s class", "%(count)s classes", count) % {"count": count}


# --- the address carries the state


def asked(data: QueryDict) -> dict[str, list[str]]:
    """Return what an address asks, without what it leaves empty."""
    said = {name: [value for value in data.getlist(name) if value] for name in data}
    return {name: values for name, values in said.items() if values and name != "page"}


def _query(said: Mapping[str, Sequence[str]]) -> str:
    return f"?{urlencode(said, doseq=True)}" if said else "."


def _moves(request: HttpRequest) -> str:
    """Say whether the way back leads to the list before this one, or letters only were typed."""
    before = parse_qs(_asked_at(request))
    now = asked(request.GET)
    same = {name: now.get(name) for name in now if name != "q"} == {
        name: values for name, values in before.items() if name not in {"q", "page"}
    }
    return "HX-Replace-Url" if same and "q" in before else "HX-Push-Url"


def _relaxed(data: QueryDict, form: SearchForm, *, on: date) -> list[Relaxed]:
    """Return which filters may be left out so that something fits, the most helpful first."""
    said = {name: values for name, values in asked(data).items() if name in form.fields}
    filters = [name for name in said if name not in BESIDES]
    tried = [(_without(form, name), {name}) for name in filters]
    if "q" in said and len(filters) > 2:  # noqa: PLR2004  # else one of these says it
        tried.append((_("Only the search words"), said.keys() - {"q"}))
    found = [
        Relaxed(
            words,
            classes_that_fit(form.wanted(without=left_out), on=on).count(),
            _query({name: said[name] for name in said if name not in left_out}),
        )
        for words, left_out in tried
    ]
    return sorted((each for each in found if each.count), key=lambda each: -each.count)


def _without(form: SearchForm, name: str) -> str:
    if name == "q":
        return _("Without the search words")
    return _("Without “%(filter)s”") % {"filter": form[name].label}


def _asked_at(request: HttpRequest) -> str:
    """Return the query of the page that htmx says it asks from; nothing if that is no address."""
    try:
        return urlsplit(request.headers.get("HX-Current-URL", "")).query
    except ValueError:
        return ""
