"""Notices as mail: the words of each, and the one click to what comes next.

A notice is one template with four blocks (subject, lead, more, next), set once as text and once as
HTML. Its first line carries what matters, because that is all that a telephone shows of it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from email.utils import format_datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template

from recert.actions.reminders import TEMPLATE as CYCLE_ENDING
from recert.actions.threads import way_in
from recert.jobs.links import as_read, link, request_link
from recert.jobs.reminding import facts_of_reminder
from recert.outside.addresses import notice_identity, reply_address
from recert.outside.body import body_in
from recert.outside.mail import Message, deliver
from recert.records.applications import Application
from recert.records.catalogue import CourseProposal
from recert.records.education import Activity
from recert.records.history import Notice
from recert.records.ledger import LedgerEntry
from recert.records.policies import policy_by_digest
from recert.records.requests import Request

LAYOUTS = ("subject", "text", "html")
SENDERS = frozenset({"upload_received", "upload_set_aside"})  # may go to somebody without a record


def tell(notice: Notice, *, at: datetime) -> None:
    """Hand a notice over as mail.

    :param at: the body's moment, which the mail is dated with
    :raises CannotDeliver: it was not handed over
    :raises NotOwed: there is nothing to tell any more
    """
    deliver(message_of(notice, at=at))


def message_of(notice: Notice, *, at: datetime) -> Message:
    """Return a notice as it is mailed; the same notice again has the same identity."""
    body = body_in(settings.RECERT_BODY)
    facts = facts_of(notice, on=at.astimezone(body.tz).date())
    template = get_template(f"notices/{notice.template}.txt").template  # type: ignore[attr-defined]
    said = {layout: _said(template, layout=layout, facts=facts) for layout in LAYOUTS}
    host = urlsplit(settings.RECERT_ADDRESS).hostname
    return Message(
        to=notice.to,
        subject=" ".join(said["subject"].split()),
        text=said["text"].strip() + "\n",
        html=said["html"].strip() + "\n",
        message_id=notice_identity(notice.pk, host=host or "localhost"),
        headers=MappingProxyType(
            {
                "Date": format_datetime(at),
                "Auto-Submitted": "auto-generated",
                "Reply-To": _reply_to(notice),
                **_ways_out(facts),
            }
        ),
    )


def _ways_out(facts: Mapping[str, object]) -> dict[str, str]:
    """Return what lets a mail program stop reminders by one click of its own (RFC 8058)."""
    if "stop_address" not in facts:
        return {}
    return {
        "List-Unsubscribe": f"<{facts['stop_address']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _reply_to(notice: Notice) -> str:
    """Return where an answer goes: into the thread of a request, else to the body's contact."""
    body = body_in(settings.RECERT_BODY)
    if "request" not in notice.context:
        return body.contact.email
    asked = Request.objects.get(pk=notice.context["request"])
    return reply_address(body.requests.address, number=asked.number, token=way_in(asked))


def _said(template: Template, *, layout: str, facts: Mapping[str, object]) -> str:
    context = {**facts, "layout": f"notices/mail_{layout}.txt"}
    return template.render(Context(context, autoescape=layout == "html"))


def facts_of(notice: Notice, *, on: date) -> dict[str, object]:
    """Return what a notice's words may speak of: its context, with days as days, and the link.

    :raises NotOwed: it is a reminder, and there is nothing to remind of any more
    """
    context = {
        key: date.fromisoformat(value) if key.endswith("_on") else value
        for key, value in notice.context.items()
    }
    if "credit" in context:
        context["credit"] = _with_unit(notice)
    if notice.template == CYCLE_ENDING:
        context |= facts_of_reminder(notice, on=on)
    else:
        context["address"] = next_step(notice)
    return {
        **context,
        "body": body_in(settings.RECERT_BODY),
        "certificant": notice.certificant,
        "address_read": as_read(str(context["address"])),
    }


def _with_unit(notice: Notice) -> str:
    """Return the credit that a notice tells of, with the unit of the edition that granted it."""
    entries = LedgerEntry.objects.filter(activity=notice.context["activity"])
    entry = entries.select_related("edition").order_by("-id").first()
    assert entry is not None  # credit is told only once it is in the ledger
    unit = policy_by_digest(entry.edition.digest).unit
    return unit.say(unit.steps(Decimal(notice.context["credit"])))


def next_step(notice: Notice) -> str:
    """Return the address of the page on which the recipient goes on."""
    context = notice.context
    if notice.template in SENDERS and notice.certificant is None:
        return link("uploads:desk")
    if "proposal" in context:
        proposal = CourseProposal.objects.get(pk=context["proposal"])
        if notice.template == "proposal_approved":
            return link("provider:course", proposal.course_id)
        return link("provider:proposal", proposal.key)
    if "report" in context:
        return link("provider:reports")
    if "request" in context:
        return request_link(Request.objects.get(pk=context["request"]))
    if "activity" in context:
        key = Activity.objects.values_list("key", flat=True).get(pk=context["activity"])
        return link("trainer:activity", key)
    if "application" in context and notice.template != "application_approved":
        application = Application.objects.get(pk=context["application"])
        return link("trainer:application", application.cycle_id)
    return link("trainer:home")
