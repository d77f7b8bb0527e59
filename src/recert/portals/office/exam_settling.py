"""What an officer settles about exams: a correction to confirm, a pass to rule on."""

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from recert import clock
from recert.actions import exam_corrections, exam_rulings
from recert.actions.refusals import Refusal
from recert.policy.next_cycles import Reading, readings
from recert.portals import access, wording
from recert.portals.access import FromStaff
from recert.portals.office import exam_forms as forms
from recert.portals.office.exams import labels
from recert.portals.review.deciding import put_on
from recert.portals.titles import level_word
from recert.records.certification import ExamResult
from recert.records.exam_judging import found_of, next_cycle_of
from recert.records.exam_lists import decisions_to_rule
from recert.records.exams import ExamCorrection, ExamDecision
from recert.records.policies import policy_by_digest


def _corrections() -> QuerySet[ExamCorrection]:
    return ExamCorrection.objects.select_related(
        "result__credential__certificant", "result__decision__cycle", "row__file", "by",
        "settled_by", "corrected",
    )  # fmt: skip


@access.for_staff("officer")
def correction(request: FromStaff, pk: int) -> HttpResponse:
    """Show a correction beside what it corrects; confirm it, or leave the result as it is."""
    row, moment = get_object_or_404(_corrections(), pk=pk), clock.now()
    on = moment.astimezone(access.the_body().tz).date()
    dismissing = request.POST.get("do") == "dismiss"
    form = forms.DismissForm(request.POST if dismissing else None)
    refusal = None
    if request.method == "POST" and (not dismissing or form.is_valid()):
        try:
            if dismissing:
                exam_corrections.dismiss(row, **form.cleaned_data, by=request.user, at=moment)
            else:
                exam_corrections.confirm(row, by=request.user, on=on, at=moment)
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(request, _said(dismissed=dismissing))
            return redirect("office:exams_of", pk=row.result.credential_id)
    context = {
        "correction": row,
        "person": row.result.credential.certificant,
        "undone": _undone(row.result),
        "form": form,
        "refused": refusal,
        "labels": labels(on=on),
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "office/exam_correction.html", context, status=status)


def _said(*, dismissed: bool) -> str:
    if dismissed:
        return _("The result stays as it is.")
    return _("Confirmed. What came of the first result is taken back; the trainer is told.")


def _undone(result: ExamResult) -> list[str]:
    """Say what confirming would take back."""
    decision: ExamDecision | None = getattr(result, "decision", None)
    words = []
    change = getattr(result, "level_change", None)
    if change and not change.reversed_at:
        days = {"level": level_word(change.level), "day": wording.day(change.from_on)}
        words.append(_("The level %(level)s, since %(day)s") % days)
    renewal = getattr(decision, "renewal", None)
    if renewal and not renewal.cycle.reversed_at:
        days = {
            "first": wording.day(renewal.cycle.begins_on),
            "last": wording.day(renewal.cycle.ends_on),
        }
        words.append(_("The cycle of %(first)s through %(last)s, with its document") % days)
    return words


@access.for_staff("officer")
def decision(request: FromStaff, pk: int) -> HttpResponse:
    """Show a pass that the policy leaves to an officer, and take the ruling."""
    rows = ExamDecision.objects.select_related(
        "result__credential__certificant", "cycle__credential", "edition", "ruling__by"
    )
    row, moment = get_object_or_404(rows, pk=pk), clock.now()
    on = moment.astimezone(access.the_body().tz).date()
    waits = decisions_to_rule().filter(pk=pk).exists()
    form = _rule_form(request, row)
    if request.method == "POST" and form.is_valid():
        told = {key: form.cleaned_data[key] for key in ("upgrade", "because", "next_cycle")}
        try:
            exam_rulings.rule(row, **told, by=request.user, on=on, at=moment)
        except Refusal as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Decided; the trainer is told."))
            return redirect("office:exams")
    found = found_of(row)
    context = {
        "decision": row,
        "person": row.result.credential.certificant,
        "found": found,
        "waits": waits,
        "form": form,
        "labels": labels(on=on),
    }
    status = 422 if form.errors else 200
    return render(request, "office/exam_decision.html", context, status=status)


def _rule_form(request: FromStaff, row: ExamDecision) -> forms.RuleForm:
    return forms.RuleForm(
        request.POST or None, readings=_readings(row), may_refuse=row.outcome == "referred"
    )


def _readings(row: ExamDecision) -> tuple[Reading, ...]:
    """Return the usual next cycles where the policy does not set the days; none where it does."""
    if next_cycle_of(row):
        return ()
    found, policy = found_of(row), policy_by_digest(row.edition_digest)
    taken_on: date = row.result.taken_on
    certified_on = row.cycle.credential.certified_on
    usual = readings(policy, found.cycle, certified_on=certified_on, on=taken_on)
    return tuple(each for each in usual if each.span.first_on >= taken_on or not _late(row))


def _late(row: ExamDecision) -> bool:
    return row.result.taken_on > row.cycle.ends_on
