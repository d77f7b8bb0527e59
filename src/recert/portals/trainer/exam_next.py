"""The next step of somebody who is on the way by an exam, or has just come through it."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from recert.outside.body import Body
from recert.portals import wording
from recert.portals.trainer.step import Step
from recert.portals.trainer.where import Where
from recert.records.overview import Sitting


def upgraded(stands: Where) -> Step | None:
    """Say that an exam of this cycle has renewed it."""
    following = stands.following
    risen = [each for each in stands.overview.changes if each.cycle_id == stands.cycle.pk]
    if following is None or not risen:
        return None
    words = _("Your exam of %(day)s renewed you. Your next cycle is %(first)s through %(last)s.")
    days = {
        "day": wording.day(max(each.from_on for each in risen)),
        "first": wording.day(following.begins_on),
        "last": wording.day(following.ends_on),
    }
    title = _("Nothing to do until %(day)s") % {"day": days["first"]}
    return Step(
        title=title,
        words=(words % days,),
        acts=False,
        button=_("What came of the exam"),
        href=_page(stands.cycle.pk),
    )


def by_exam(stands: Where, *, body: Body) -> Step | None:
    """Say what is next with an exam that is on its way."""
    sitting = stands.overview.sitting
    if sitting is None:
        return None
    if sitting.state == "referred":
        return _referred(sitting, body=body)
    if sitting.state == "open" and sitting.last_on and sitting.last_on < stands.on:
        return None  # it ran out, and the job that writes it down comes later
    return _book(sitting) if sitting.state == "open" else _sit(stands, sitting)


def by_another_way(told: Step, stands: Where) -> Step:
    """Say of a cycle whose filing is closed that a person may still decide about an exam."""
    left = _("You hold the certificate: about the exam after the last day a person decides.")
    return replace(
        told,
        title=_("This cycle can no longer be renewed by credits"),
        words=(*told.words, left),
        button=_("Compare the ways"),
        href=reverse("trainer:ways_of", args=[stands.cycle.credential_id]),
    )


def _page(cycle: int) -> str:
    return reverse("trainer:exam", args=[cycle])


def _book(sitting: Sitting) -> Step:
    words = _("You may sit the exam. Credits go on counting meanwhile.")
    if sitting.last_on:
        words = _("You may sit the exam through %(day)s. Credits go on counting meanwhile.") % {
            "day": wording.day(sitting.last_on)
        }
    return Step(
        title=_("Book your seat for the exam"),
        words=(words,),
        button=_("Book a seat"),
        href=_page(sitting.cycle),
        adds=True,
    )


def _sit(stands: Where, sitting: Sitting) -> Step:
    last_on = sitting.last_on or sitting.on
    if stands.on > last_on:
        return Step(
            title=_("Nothing to do: we wait for the result of your exam"),
            words=(_("Your level counts from the exam day, whenever the result arrives."),),
            acts=False,
            button=_("See the exam"),
            href=_page(sitting.cycle),
            adds=stands.open,
        )
    when = wording.day(sitting.on)
    if last_on != sitting.on:
        when = _("%(first)s through %(last)s") % {"first": when, "last": wording.day(last_on)}
    return Step(
        title=_("Sit the exam: %(when)s") % {"when": when},
        words=(sitting.place,),
        button=_("Your seat, and what to bring"),
        href=_page(sitting.cycle),
        adds=True,
    )


def _referred(sitting: Sitting, *, body: Body) -> Step:
    words = _("You passed on %(day)s. The policy does not say what follows, so a person does.")
    who = _("%(body)s writes to you. There is nothing to do.") % {"body": body.name}
    return Step(
        title=_("An officer decides about your exam"),
        words=(words % {"day": wording.day(sitting.on)}, who),
        acts=False,
        button=_("See the exam"),
        href=_page(sitting.cycle),
    )
