"""The exam of a cycle: ask to sit it, book, wait, and read what came of it."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from recert import clock
from recert.actions import exams as act
from recert.actions.refusals import Incomplete, Refusal
from recert.actions.register import record_companion
from recert.portals.access import FromCertificant, for_certificants, own_cycle, the_body
from recert.portals.arrival import takes_files
from recert.portals.trainer.exam_forms import AskForm, BookForm, CardForm
from recert.portals.trainer.exam_history import history
from recert.portals.trainer.exam_pages import ExamPage, State, exam_page
from recert.portals.trainer.exam_words import said
from recert.portals.trainer.intake import take_in
from recert.records.certification import Companion, Cycle
from recert.records.exams import ExamAuthorisation, ExamBooking

Form = AskForm | CardForm | BookForm


@require_GET
@for_certificants
def exam(request: FromCertificant, pk: int) -> HttpResponse:
    """Show where one is with the exam of a cycle, and the one next step."""
    return _shown(request, own_cycle(request.certificant, pk))


def _shown(request: FromCertificant, cycle: Cycle, *, form: Form | None = None) -> HttpResponse:
    body = the_body()
    page = exam_page(cycle, on=clock.today(zone=body.zone))
    if page is None:
        raise Http404
    shown = {
        "page": page,
        "said": said(page, body=body),
        "form": form or _form(page),
        "history": history(page, body=body),
        "exams": body.exams,
    }
    return render(request, "trainer/exam.html", shown, status=422 if form else 200)


def _form(page: ExamPage) -> Form | None:
    """Return the form that the next step takes, if it takes one."""
    if page.state == State.BOOK:
        return BookForm()
    if not page.may_ask:
        return None
    return CardForm(has_picture=False) if page.card else AskForm()


@require_POST
@for_certificants
def ask(request: FromCertificant, pk: int) -> HttpResponse:
    """Ask for the authorisation to sit the exam."""
    cycle, moment = own_cycle(request.certificant, pk), clock.now()
    form = AskForm(request.POST)
    if form.is_valid():
        _ask(request, form, cycle, at=moment)
    if form.errors:
        return _shown(request, cycle, form=form)
    return redirect("trainer:exam", pk=pk)


def _ask(request: FromCertificant, form: AskForm | CardForm, cycle: Cycle, *, at: datetime) -> None:
    """Ask, and say what came of it; what refuses it is said in the form."""
    on = at.astimezone(the_body().tz).date()
    page = exam_page(cycle, on=on)
    if page is None:
        raise Http404
    try:
        act.give_authorisation(
            cycle,
            key=form.cleaned_data["key"],
            pathway=page.way.id,
            by=request.user,
            on=on,
            at=at,
        )
    except Refusal as refused:
        form.add_error(None, str(refused))
    else:
        messages.success(request, _("You may sit the exam. Book your seat next."))


@takes_files
@require_POST
@for_certificants
def card(request: FromCertificant, pk: int) -> HttpResponse:
    """Put a card on record with its picture, and ask for the authorisation with it."""
    cycle, moment = own_cycle(request.certificant, pk), clock.now()
    page = exam_page(cycle, on=moment.astimezone(the_body().tz).date())
    if page is None or page.card is None:
        return redirect("trainer:exam", pk=pk)
    form = CardForm(request.POST, has_picture="evidence" in request.FILES)
    if form.is_valid():
        _keep(request, form, kind=page.card.kind, at=moment)
    if form.is_valid():
        _ask(request, form, cycle, at=moment)
    if form.errors:
        return _shown(request, cycle, form=form)
    return redirect("trainer:exam", pk=pk)


def _keep(request: FromCertificant, form: CardForm, *, kind: str, at: datetime) -> None:
    """Keep a card and its picture; the same card twice is one."""
    told = {name: form.cleaned_data[name] for name in ("issued_on", "expires_on", "hands_on")}
    if Companion.objects.filter(certificant=request.certificant, kind=kind, **told).exists():
        return
    file = cast("UploadedFile[bytes]", request.FILES["evidence"])  # the form asks for one
    try:
        evidence = take_in(request, file, what="CPR card", body=the_body(), at=at)
    except Refusal as refused:
        form.add_error("evidence", str(refused))
        return
    record_companion(
        request.certificant, kind=kind, evidence=evidence, by=request.user, at=at, **told
    )


@require_POST
@for_certificants
def book(request: FromCertificant, pk: int) -> HttpResponse:
    """Keep the seat that was booked with the testing center."""
    cycle, moment, body = own_cycle(request.certificant, pk), clock.now(), the_body()
    authorisation = _standing(cycle)
    form = BookForm(request.POST)
    if form.is_valid():
        try:
            act.book(
                authorisation,
                **form.cleaned_data,
                vendor=body.exams.vendor if body.exams else "",
                by=request.user,
                on=moment.astimezone(body.tz).date(),
                at=moment,
            )
        except Refusal as refused:
            _put_on(form, refused)
        else:
            messages.success(request, _("Your seat is kept here."))
    if form.errors:
        return _shown(request, cycle, form=form)
    return redirect("trainer:exam", pk=pk)


def _standing(cycle: Cycle) -> ExamAuthorisation:
    """Return the latest authorisation of a cycle. Raises Http404 where there is none."""
    found = ExamAuthorisation.objects.filter(cycle=cycle).order_by("-given_at", "-id").first()
    if found is None:
        raise Http404
    return found


def _put_on(form: BookForm, refused: Refusal) -> None:
    problems = refused.problems if isinstance(refused, Incomplete) else {"": str(refused)}
    for name, words in problems.items():
        form.add_error(name if name in form.fields else None, words)


@require_POST
@for_certificants
def cancel(request: FromCertificant, pk: int, booking: int) -> HttpResponse:
    """Take a booking back, so that another seat may be booked."""
    cycle = own_cycle(request.certificant, pk)
    row = get_object_or_404(ExamBooking.objects.filter(authorisation__cycle=cycle), pk=booking)
    try:
        act.cancel_booking(row, by=request.user, at=clock.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("The booking is taken back here. Cancel it with the testing center, too.")
        )
    return redirect("trainer:exam", pk=pk)
