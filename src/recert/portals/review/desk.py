"""The desk for an activity: the list, the document, the claim beside the catalogue, the choices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recert.actions import queue as taking
from recert.actions.refusals import CannotMove, HeldByAnother, NotForYou, Refusal
from recert.policy.lifecycle import ACCEPTED, ActivityStatus
from recert.policy.units import Unit
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.review import forms, letters
from recert.portals.review.comparing import compared
from recert.portals.review.files import Sheets, sheets_of
from recert.portals.review.outlook import Outlook, outlook, standing_of
from recert.portals.review.queue import Row, Sight, rows_of, sight_of
from recert.records.catalogue import CompletionReport
from recert.records.certification import Cycle
from recert.records.claims import cycles_by_certificant, files_of, judging_cycle
from recert.records.education import Activity
from recert.records.ledger import LedgerEntry
from recert.records.policies import policy_of
from recert.records.versions import claimed_steps, credit_of, version_on
from recert.records.waiting import ACTIVITY, Narrowed, Waiting, free_for, waiting

BEFORE, AFTER = 6, 24  # lines of the list around the case in hand


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be done with an activity: its key, its word, and its form."""

    key: str
    word: str | Promise
    form: type[forms.SeenForm]
    reasons: Mapping[str, letters.Reason]
    into: str = "because"  # the field that a reason's letter is written into


CHOICES: Mapping[str, Choice] = {
    "part": Choice("p", _("Accept in part"), forms.PartForm, letters.PARTS),
    "return": Choice("r", _("Return"), forms.ReturnForm, letters.RETURNS, into="text"),
    "reject": Choice("x", _("Reject"), forms.RejectForm, letters.REJECTS),
    "correct": Choice("c", _("Correct the entry"), forms.CorrectForm, {}),
    "reconsider": Choice("c", _("Take the rejection back"), forms.ReconsiderForm, {}),
}


@dataclass(frozen=True, slots=True)
class Case:
    """An activity on the desk, with what a reviewer weighs."""

    activity: Activity
    cycle: Cycle | None
    cycles: Sequence[Cycle]
    sheets: tuple[Sheets, ...]
    outlook: Outlook | None
    entries: tuple[LedgerEntry, ...]
    report: CompletionReport | None = None  # of its provider, that it was completed

    @property
    def unit(self) -> Unit | None:
        """The unit in which this activity's cycle counts."""
        return policy_of(self.cycle).unit if self.cycle else None

    @property
    def in_force(self) -> LedgerEntry | None:
        """The entry that can be corrected, if there is one."""
        return next(
            (
                entry
                for entry in self.entries
                if entry.corrects_id is None and not hasattr(entry, "correction")
            ),
            None,
        )

    @property
    def lacks_evidence(self) -> bool:
        """Whether the edition requires evidence, and there is none."""
        required = self.outlook and self.outlook.evidence_required
        return bool(required and not self.sheets and not self.report)

    @property
    def why_not_accept(self) -> str:
        """Why accepting as claimed cannot be pressed; nothing if it can."""
        if self.lacks_evidence:
            return gettext(
                "Accept cannot be pressed: there is no evidence. Return it and ask for some."
            )
        if self.unit is None:
            return gettext("Accept cannot be pressed: this person has no cycle.")
        steps = claimed_steps(self.activity, unit=self.unit)
        if steps is None:
            words = gettext("Accept cannot be pressed: the policy does not set how many minutes "
                      "make 1.0 %(unit)s. Accept in part and say the credit yourself.")  # fmt: skip
            return words % {"unit": self.unit.name}
        if steps < 1:
            words = gettext(
                "Accept cannot be pressed: that is less than %(step)s, the smallest step."
            )
            return words % {"step": self.unit.say(1)}
        return ""


def activities_shown() -> QuerySet[Activity]:
    """Return the activities that staff may open: all that were ever sent."""
    rows = Activity.objects.exclude(submitted_at=None).exclude(status="draft")
    return rows.select_related(
        "certificant", "course__provider", "provider", "held_by"
    ).prefetch_related("provider__approvals", "questions__asked_by")


@access.for_staff("reviewer", "officer")
def activity(request: FromStaff, pk: int) -> HttpResponse:
    """Open an activity: that takes it, if it waits for a reviewer and nobody holds it."""
    row, sight = get_object_or_404(activities_shown(), pk=pk), sight_of(request)
    refusal = take_activity(row, sight=sight)
    return desk(request, pk=pk, sight=sight, refusal=refusal, act=request.GET.get("do", ""))


def take_activity(row: Activity, *, sight: Sight) -> Refusal | None:
    """Take an activity, or keep it longer; return why not, if somebody else has it."""
    return take(lambda: taking.take_activity(row, by=sight.user, at=sight.at, lease=sight.lease))


def take(taking_it: Callable[[], object]) -> Refusal | None:
    """Take a case; return why not, if it cannot be taken. A decided one is only looked at."""
    try:
        taking_it()
    except (HeldByAnother, NotForYou) as refusal:
        return refusal
    except CannotMove:
        return None
    return None


def desk(
    request: FromStaff,
    *,
    pk: int,
    sight: Sight,
    refusal: Refusal | None = None,
    act: str = "",
    form: forms.SeenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the desk as it is now, with a choice opened if one is asked for or was refused."""
    case = case_of(get_object_or_404(activities_shown(), pk=pk), sight=sight)
    may = _may(case, sight=sight, refusal=refusal)
    if act not in CHOICES or act not in may:
        tell(request, form)
        act, form = "", None
    reason = request.GET.get("reason", "")
    context: dict[str, Any] = {
        **around(ACTIVITY, pk, sight=sight),
        "case": case,
        "activity": case.activity,
        "lines": compared(case.activity),
        "waits": case.activity.status in {ActivityStatus.SUBMITTED, ActivityStatus.RETURNED},
        "may": may,
        "act": act,
        "choices": [(name, choice) for name, choice in CHOICES.items() if name in may],
        "reasons": letters.fitting(CHOICES[act].reasons, case.activity) if act else {},
        "reason": reason,
        "opened": CHOICES[act] if act else None,
        "form": form or (_form(act, case=case, asked=request.GET) if act else None),
        "refused": bool(form),
        "refusal": refusal,
        "sight": sight,
        "standing": standing_of(case.cycle, cycles=case.cycles, on=sight.on) if case.cycle else "",
    }
    return render(request, "review/activity.html", context, status=status)


def tell(request: FromStaff, form: BaseForm | None) -> None:
    """Say above the page what a refused form cannot say itself, since it is not shown again."""
    for errors in form.errors.values() if form else ():
        messages.error(request, " ".join(map(str, errors)))


def case_of(row: Activity, *, sight: Sight) -> Case:
    """Bring together what a reviewer weighs."""
    cycles = cycles_by_certificant([row.certificant_id])[row.certificant_id]
    cycle = judging_cycle(cycles, completed_on=row.completed_on, on=sight.on)
    entries = LedgerEntry.objects.filter(activity=row).select_related("by", "edition", "correction")
    return Case(
        activity=row,
        cycle=cycle,
        cycles=cycles,
        sheets=sheets_of(files_of(row), person=row.certificant),
        outlook=outlook(row, cycle=cycle, on=sight.on) if cycle else None,
        entries=tuple(entries.order_by("id")),
        report=row.reports.select_related("provider").order_by("-id").first(),
    )


def _may(case: Case, *, sight: Sight, refusal: Refusal | None) -> frozenset[str]:
    """Return what this reviewer may do with the case now."""
    if refusal or case.cycle is None:
        return frozenset()
    if case.activity.status == ActivityStatus.SUBMITTED and case.activity.held_by == sight.user:
        return frozenset({"accept", "part", "return", "reject", "release"})
    if ActivityStatus(case.activity.status) in ACCEPTED and case.in_force:
        return frozenset({"correct"})
    rejected = case.activity.status == ActivityStatus.REJECTED and not case.lacks_evidence
    return frozenset({"reconsider"}) if rejected else frozenset()


def _form(act: str, *, case: Case, asked: QueryDict) -> forms.SeenForm:
    """Return the form of a choice, with the letter of a reason in it if one was chosen.

    Where only the form is fetched, `seen` says which version the rest of the page shows.
    """
    choice = CHOICES[act]
    initial: dict[str, Any] = {"seen": asked.get("seen", case.activity.version)}
    chosen = letters.fitting(choice.reasons, case.activity).get(asked.get("reason", ""))
    if chosen:
        initial |= {choice.into: letters.letter(chosen, case.activity), "field": chosen.field}
    if act == "part" and case.unit and (steps := _less_than_claimed(case)):
        initial["credit"] = case.unit.number(steps)
    if act == "correct" and case.unit and case.in_force:
        initial["credit"] = case.unit.number(case.in_force.steps)
    claimed = claimed_steps(case.activity, unit=case.unit) if case.unit else None
    if act == "reconsider" and case.unit and claimed is not None:
        initial["credit"] = case.unit.number(claimed)
    return form_of(act, case=case, initial=initial)


def _less_than_claimed(case: Case) -> int:
    """Return what the class gives by the catalogue, if more is claimed; else nothing."""
    course, unit = case.activity.course, case.unit
    version = version_on(course, on=case.activity.completed_on) if course else None
    if version is None or unit is None:
        return 0
    gives, claimed = credit_of(version, unit=unit), claimed_steps(case.activity, unit=unit)
    return gives if gives and claimed and gives < claimed else 0


def form_of(act: str, *, case: Case, **more: Any) -> forms.SeenForm:
    """Return the form of a choice; credit is asked for in the unit of the case."""
    kind = CHOICES[act].form if act in CHOICES else forms.AcceptForm
    if issubclass(kind, forms.PartForm):
        if case.unit is None:
            raise Http404
        return kind(unit=case.unit, **more)
    return kind(**more)


def around(kind: str, pk: int, *, sight: Sight) -> dict[str, Any]:
    """Return the list beside a case: the cases before and after it that can be taken now."""
    cases = free_for(waiting(Narrowed()), user=sight.user.pk, lease=sight.lease, at=sight.at)
    at = place_of(cases, kind=kind, pk=pk)
    here = at if at is not None else 0
    window = cases[max(here - BEFORE, 0) : here + AFTER]
    rows: list[Row] = rows_of(window, sight=sight)
    return {"list": rows, "place": at + 1 if at is not None else None, "waiting": len(cases)}


def place_of(cases: Sequence[Waiting], *, kind: str, pk: int) -> int | None:
    """Return where a case stands among others; None if it is not among them."""
    return next((at for at, case in enumerate(cases) if (case.kind, case.pk) == (kind, pk)), None)
