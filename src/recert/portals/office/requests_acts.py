"""What staff do with a request: one address for each thing that can be done."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from recert.actions import answering
from recert.actions.refusals import Refusal
from recert.portals import access
from recert.portals.access import FromStaff
from recert.portals.office import requests_forms as forms
from recert.portals.office.requests import CHOICES, page_of, shown_request
from recert.portals.requests.asking import answer_by
from recert.portals.review.deciding import put_on
from recert.portals.review.queue import Sight, sight_of
from recert.records.requests import CannedText, Request

Given = Mapping[str, Any]


class Act(NamedTuple):
    """One thing that can be done: how, and what is said once it is done."""

    do: Callable[[Request, Given, Sight], object]
    said: str | Promise


def _brought(given: Given, *, sight: Sight) -> answering.Answering:
    return answering.Answering(
        by=sight.user, at=sight.at, on=sight.on, seen=given["seen"], lease=sight.lease
    )


def _answer(asked: Request, given: Given, sight: Sight) -> object:
    canned = CannedText.objects.filter(pk=given["canned"]).first() if given["canned"] else None
    return answering.answer(
        asked,
        text=given["text"],
        key=given["key"],
        canned=canned,
        brought=_brought(given, sight=sight),
    )


def _note(asked: Request, given: Given, sight: Sight) -> object:
    return answering.add_note(asked, **given, by=sight.user, at=sight.at)


def _assign(asked: Request, given: Given, sight: Sight) -> object:
    return answering.assign(asked, to=given["to"], by=sight.user, at=sight.at)


def _promise(asked: Request, given: Given, sight: Sight) -> object:
    return answering.promise(
        asked, answer_by=given["answer_by"], by=sight.user, on=sight.on, at=sight.at
    )


def _take(asked: Request, _given: Given, sight: Sight) -> object:
    return answering.take(asked, by=sight.user, at=sight.at, lease=sight.lease)


def _put_back(asked: Request, _given: Given, sight: Sight) -> object:
    return answering.put_back(asked, by=sight.user, at=sight.at)


def _close(asked: Request, given: Given, sight: Sight) -> object:
    return answering.close(asked, brought=_brought(given, sight=sight))


def _release(asked: Request, _given: Given, sight: Sight) -> object:
    return answering.release(asked, answer_by=answer_by(sight.on), by=sight.user, at=sight.at)


def _discard(asked: Request, _given: Given, sight: Sight) -> object:
    return answering.discard(asked, by=sight.user, at=sight.at)


ACTS: Mapping[str, Act] = {
    "answer": Act(_answer, _("Answered: %(what)s. The asker is told.")),
    "note": Act(_note, _("Noted.")),
    "assign": Act(_assign, _("Given to somebody: %(what)s.")),
    "promise": Act(_promise, _("Promised: the asker is told the day.")),
    "take": Act(_take, _("It is yours: %(what)s.")),
    "put-back": Act(_put_back, _("Put back: %(what)s.")),
    "close": Act(_close, _("Closed: %(what)s. The asker is told.")),
    "release": Act(_release, _("Let in: %(what)s. The asker is told.")),
    "discard": Act(_discard, _("Discarded: %(what)s.")),
}
PLAIN = {"close": forms.SeenForm}  # the others without a form of their own ask nothing
BACK_TO_QUEUE = {"close", "discard"}


@require_POST
@access.for_staff("reviewer", "officer")
def act(request: FromStaff, number: int, act: str) -> HttpResponse:
    """Do what was chosen; what is refused comes back with its words, and nothing typed is lost."""
    if act not in ACTS:
        raise Http404
    asked, sight = shown_request(number), sight_of(request)
    kind = CHOICES[act].form if act in CHOICES else PLAIN.get(act)
    form = kind(request.POST) if kind else None
    if form is not None and not form.is_valid():
        return _refused(request, number, act=act, form=form, sight=sight)
    try:
        ACTS[act].do(asked, form.cleaned_data if form else {}, sight)
    except Refusal as refusal:
        if act not in CHOICES or form is None:
            messages.error(request, str(refusal))
            return redirect("office:request", number=number)
        put_on(form, refusal)
        return _refused(request, number, act=act, form=form, sight=sight)
    messages.success(request, ACTS[act].said % {"what": asked.subject})
    if act in BACK_TO_QUEUE:
        return redirect("office:requests")
    return redirect("office:request", number=number)


def _refused(
    request: FromStaff, number: int, *, act: str, form: BaseForm, sight: Sight
) -> HttpResponse:
    """Show the request as it is now; what was written stays, under the version now seen."""
    if act not in CHOICES:
        messages.error(request, _("This form came back without what it was about; try again."))
        return redirect("office:request", number=number)
    if "seen" in form.fields:
        form.data = {**dict(form.data.items()), "seen": shown_request(number).version}
    return page_of(request, number, sight=sight, act=act, form=form, status=422)
