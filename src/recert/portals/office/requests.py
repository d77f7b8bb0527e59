"""Requests as staff see them: the queue, and one request with its thread and what can be done."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recert.actions import answering
from recert.actions.refusals import Refusal
from recert.policy.numbers import tidy_number
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.office import requests_forms as forms
from recert.portals.requests.case import as_read
from recert.portals.requests.suspicion import REASONS
from recert.portals.review.queue import Sight, sight_of
from recert.records import asking
from recert.records.certification import Credential
from recert.records.filling import filled_for
from recert.records.history import Event
from recert.records.people import User
from recert.records.requests import CannedAnswer, CannedText, Request, RequestMessage

A_PAGE = 50
TABS: Mapping[str, str | Promise] = {
    "": _("To answer"),
    "unassigned": _("Nobody’s yet"),
    "mine": _("Mine"),
    "asker": _("With the asker"),
    "held": _("Held as spam"),
    "closed": _("Closed"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that is done with a form: its key, its words, the form."""

    key: str
    word: str | Promise
    form: type[BaseForm]


CHOICES: Mapping[str, Choice] = {
    "answer": Choice("a", _("Answer"), forms.AnswerForm),
    "note": Choice("n", _("Add a note"), forms.NoteForm),
    "assign": Choice("g", _("Give to"), forms.AssignForm),
    "promise": Choice("p", _("Promise another day"), forms.PromiseForm),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    asked: Request
    state: str
    answering: User | None
    late: bool


@access.for_staff("reviewer", "officer")
def requests(request: FromStaff) -> HttpResponse:
    """Show one part of the requests, the one to answer first in front; or those that words find."""
    sight, tab = sight_of(request), request.GET.get("tab", "")
    parts = asking.parts_for(sight.user)
    tab = tab if tab in parts else ""
    form = forms.SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = asking.requests_shown()
    found = found.filter(asking.speaking_of(words)) if words else found.filter(parts[tab])
    rows = asking.in_order(found, part=tab)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = asking.counts_for(sight.user)
    context = {
        "page": page,
        "rows": [_row(each, sight=sight) for each in page],
        "form": form,
        "words": words,
        "tab": tab,
        "tabs": [(name, said, counts[name], _query(name)) for name, said in TABS.items()],
        "mail": asking.mail_to_settle().count(),
        "sight": sight,
        "within": access.the_body().requests.answer_within_days,
    }
    return render(request, "office/requests.html", context)


def _query(tab: str) -> str:
    return f"?{urlencode({'tab': tab})}" if tab else ""


def _row(asked: Request, *, sight: Sight) -> Row:
    state = asking.state_of(asked)
    due = asked.promised_on
    return Row(
        asked=asked,
        state=state,
        answering=answering_now(asked, sight=sight),
        late=state == asking.OURS and due is not None and due < sight.on,
    )


def answering_now(asked: Request, *, sight: Sight) -> User | None:
    """Return who is writing an answer just now."""
    is_so = asking.is_answering(asked, at=sight.at, since=sight.at - sight.lease)
    return asked.answering_by if is_so else None


@access.for_staff("reviewer", "officer")
def request_page(request: FromStaff, number: int) -> HttpResponse:
    """Open a request; to open the form of an answer is to take it, if nobody else has."""
    row, sight, act = shown_request(number), sight_of(request), request.GET.get("do", "")
    refusal: Refusal | None = None
    if act == "answer":
        try:
            answering.take(row, by=sight.user, at=sight.at, lease=sight.lease)
        except Refusal as caught:
            refusal, act = caught, ""
    return page_of(request, number, sight=sight, act=act, refusal=refusal)


def shown_request(number: int) -> Request:
    """Return a request for staff. Raises Http404 if there is none of this number."""
    return get_object_or_404(asking.requests_shown(), number=number)


def page_of(
    request: FromStaff,
    number: int,
    *,
    sight: Sight,
    act: str = "",
    form: BaseForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a request as it is now, with a form opened if one is asked for or was refused."""
    asked = shown_request(number)
    state = asking.state_of(asked)
    may = _may(state)
    choice = CHOICES.get(act) if act in may else None
    if choice and form is None:
        form = _form(choice, asked=asked, sight=sight, query=request.GET)
    context: dict[str, Any] = {
        "asked": asked,
        "state": state,
        "said": _said(asked, to=sight.user),
        "kept": as_read(asked.state),
        "whose": _holder(asked),
        "others": _others(asked),
        "answering": answering_now(asked, sight=sight),
        "late": state == asking.OURS and bool(asked.promised_on and asked.promised_on < sight.on),
        "because": [REASONS[each] for each in asked.held_because.split(", ") if each in REASONS],
        "may": may,
        "choices": [(name, each) for name, each in CHOICES.items() if name in may],
        "act": act,
        "opened": choice,
        "form": form if choice else None,
        "canned": _canned() if act == "answer" and choice else (),
        "refusal": refusal,
        "events": _events(asked),
        "sight": sight,
    }
    return render(request, "office/request.html", context, status=status)


def _said(asked: Request, *, to: User) -> QuerySet[RequestMessage]:
    """Return what was said, and noted; but no notes on what somebody asked themselves."""
    said = asked.messages.select_related("by", "mail").order_by("id")
    return said.exclude(side=RequestMessage.NOTE) if asking.is_own(asked, user=to) else said


def _may(state: str) -> frozenset[str]:
    if state == asking.HELD:
        return frozenset({"release", "discard", "note"})
    if state == asking.DISCARDED:
        return frozenset({"note"})
    if state == asking.CLOSED:
        return frozenset({"answer", "note", "assign"})
    return frozenset({"answer", "note", "assign", "promise", "close", "take"})


def _form(choice: Choice, *, asked: Request, sight: Sight, query: QueryDict) -> BaseForm:
    """Return the form of a choice; an answer may begin with the words of a canned one."""
    initial: dict[str, Any] = {"key": uuid.uuid4(), "seen": asked.version}
    if choice.form is forms.AnswerForm:
        chosen = _latest(query.get("canned", ""))
        if chosen:
            text = filled_for(asked, text=chosen.text, on=sight.on)
            initial |= {"canned": chosen.pk, "text": text}
    if choice.form is forms.PromiseForm:
        initial["answer_by"] = _later(asked.promised_on, on=sight.on)
    return choice.form(initial=initial)


def _later(promised: date | None, *, on: date) -> date:
    return max(promised or on, on) + timedelta(days=1)


def _canned() -> list[CannedText]:
    """Return the latest text of each canned answer that is offered."""
    rows = CannedText.objects.filter(answer__ended_at=None).select_related("answer")
    latest = {row.answer_id: row for row in rows.order_by("number")}
    return sorted(latest.values(), key=lambda row: row.title.casefold())


def _latest(slug: str) -> CannedText | None:
    if not slug.isprintable():  # no database takes a NUL
        return None
    answer = CannedAnswer.objects.filter(slug=slug, ended_at=None).first()
    return answer.texts.order_by("-number").first() if answer else None


def _holder(asked: Request) -> Credential | None:
    """Return the credential whose number a stranger gave; staff say if it is theirs."""
    tidy = tidy_number(asked.said_number)
    rows = Credential.objects.filter(number_tidy=tidy).select_related("certificant")
    return rows.first() if tidy else None


def _others(asked: Request) -> list[tuple[Request, str]]:
    """Return the latest other requests from the same address, each with its state."""
    rows = asking.requests_shown().filter(email__iexact=asked.email).exclude(pk=asked.pk)
    return [(row, asking.state_of(row)) for row in rows.order_by("-opened_at", "-id")[:5]]


def _events(asked: Request) -> list[Event]:
    rows = Event.objects.filter(subject="request", subject_id=str(asked.pk)).select_related("by")
    return list(rows.order_by("-at", "-id"))
