"""What a certificant was told by mail, what was withheld and why, and their reminders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from recert import clock
from recert.actions import reminders as act
from recert.actions.notices import NOTICES, WHY
from recert.policy.reminding import END_OF_GRACE, HALFWAY, LAST_DAY
from recert.portals import wording
from recert.portals.access import FromCertificant, for_certificants, the_body
from recert.records.history import Notice
from recert.records.people import Certificant
from recert.records.reminding import Reminder, ReminderStop, ReturnedMail

SHOWN = 100  # notices on the page, the newest


@dataclass(frozen=True, slots=True)
class Line:
    """One notice, as the page lists it."""

    notice: Notice
    on: date
    words: str
    reminders: tuple[str, ...]  # which ones it carried
    because: str  # why it was withheld
    returned: tuple[ReturnedMail, ...]  # what a mail server said of it


@require_GET
@for_certificants
def notices(request: FromCertificant) -> HttpResponse:
    """List what was sent, refused for good, or withheld, the newest first."""
    stopped = ReminderStop.objects.filter(certificant=request.certificant, ended_at=None).first()
    shown = {"told": _told(request.certificant), "stopped": stopped}
    return render(request, "trainer/notices.html", shown)


@require_POST
@for_certificants
def reminders(request: FromCertificant) -> HttpResponse:
    """Stop the reminders, or start them again."""
    if request.POST.get("do") == "start":
        act.start(request.certificant, by=request.user, at=clock.now())
        messages.success(request, _("You are reminded again."))
    else:
        act.stop(request.certificant, by=request.user, at=clock.now())
        messages.success(request, _("Stopped. Decisions, questions and receipts still reach you."))
    return redirect("trainer:notices")


def _told(person: Certificant) -> list[Line]:
    moment = Coalesce("sent_at", "refused_at", "withheld_at")
    rows = Notice.objects.filter(certificant=person).annotate(moment=moment)
    shown = list(
        rows.exclude(moment=None).order_by("-moment", "-id").prefetch_related("returns")[:SHOWN]
    )
    carried: dict[int, list[str]] = {}
    for each in Reminder.objects.filter(notice__in=shown).select_related("cycle").order_by("id"):
        carried.setdefault(each.notice_id, []).append(kind_in_words(each))
    return [
        Line(
            notice=row,
            on=row.moment.astimezone(the_body().tz).date(),
            words=_said(NOTICES, row.template),
            reminders=tuple(carried.get(row.pk, ())),
            because=_said(WHY, row.withheld_because),
            returned=tuple(row.returns.all()),
        )
        for row in shown
    ]


def _said(words: Mapping[str, str], name: str) -> str:
    return _(words[name]) if name in words else ""


def kind_in_words(reminder: Reminder) -> str:
    """Return which reminder it was, and of which last day."""
    last = {"day": wording.day(reminder.cycle.ends_on)}
    special = {
        HALFWAY: _("Halfway to %(day)s.") % last,
        LAST_DAY: _("On the last day, %(day)s.") % last,
        END_OF_GRACE: _("On the last day of grace after %(day)s.") % last,
    }
    days = reminder.days_before
    if reminder.kind in special:
        return special[reminder.kind]
    if days > 0:
        words = ngettext("%(days)s day before %(day)s.", "%(days)s days before %(day)s.", days)
        return words % {"days": days, **last}
    words = ngettext("%(days)s day after %(day)s.", "%(days)s days after %(day)s.", -days)
    return words % {"days": -days, **last}
