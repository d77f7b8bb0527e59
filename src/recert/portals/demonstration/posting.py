"""Answering a message of the sink, or sending it back, as mail readers and mail servers do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from recert import clock
from recert.actions.arriving import take_in
from recert.demonstration.posting import answer_to, report_on
from recert.outside import mail_in
from recert.portals.access import the_body
from recert.portals.demonstration.forms import AnswerMailForm
from recert.portals.demonstration.mail import named
from recert.records.requests import ArrivedMail

CAME_OF: dict[str, str | Promise] = {
    ArrivedMail.MESSAGE: _("Sent. It is in the thread of the request."),
    ArrivedMail.HELD: _("Sent. It belongs to no thread by itself; the office finds it."),
    ArrivedMail.AUTOMATIC: _("Sent. It was taken for a machine’s."),
    ArrivedMail.RETURN: _("Sent back. The recipient and the office see it."),
}


@require_POST
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a message, in the name of whom it went to."""
    message, form = named(name), AnswerMailForm(request.POST)
    if not form.is_valid():
        shown = {"message": message, "form": form}
        return render(request, "demonstration/message.html", shown, status=422)
    _post(request, answer_to(message, text=form.cleaned_data["text"]))
    return redirect("demonstration:message", name=name)


@require_POST
def return_(request: HttpRequest, name: str) -> HttpResponse:
    """Send a message back, as a mail server does that knows no such mailbox, or a full one."""
    _post(request, report_on(named(name), for_good=request.POST.get("for") != "now"))
    return redirect("demonstration:message", name=name)


def _post(request: HttpRequest, raw: bytes) -> None:
    """Let a mail in by the door that every mail goes through."""
    body, at = the_body(), clock.now()
    mail_in.keep(raw)
    home, due = body.requests.address, body.answer_by(at)
    mail = take_in(mail_in.read(raw), home=home, answer_by=due, at=at)
    messages.success(request, str(CAME_OF[mail.became]))
