"""The one next step: derived from where a certificant stands, never stored."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.outside.body import Body
from recert.policy.cycles import Standing
from recert.portals import wording
from recert.portals.trainer.classes import next_class
from recert.portals.trainer.exam_next import by_another_way, by_exam, upgraded
from recert.portals.trainer.renewing import after_renewal
from recert.portals.trainer.step import Step
from recert.portals.trainer.where import Where
from recert.records.education import Activity

ADD = "trainer:add"


def next_step(stands: Where, *, body: Body) -> Step:
    """Return the one next step, the most pressing first."""
    return (
        _answer(stands)
        or _answer_application(stands)
        or _acted_upon(stands)
        or upgraded(stands)
        or _renewed(stands)
        or _filed(stands, body=body)
        or by_exam(stands, body=body)
        or _closed(stands)
        or _apply(stands)
        or _late(stands, body=body)
        or _prove(stands)
        or _wait(stands)
        or _finish(stands)
        or _earn(stands)
    )


def _link(activity: Activity) -> str:
    return reverse("trainer:activity", args=[activity.key])


def _apply_link(stands: Where) -> str:
    return reverse("trainer:application", args=[stands.cycle.pk])


def _answer(stands: Where) -> Step | None:
    asked = [row for row in stands.overview.rows.activities if row.status == "returned"]
    if not asked:
        return None
    more = ngettext(
        "%(count)s more activity has a question.", "%(count)s more activities have questions.",
        len(asked) - 1,
    ) % {"count": len(asked) - 1}  # fmt: skip
    return Step(
        title=_("Answer the reviewer’s question"),
        words=(
            _("“%(title)s” came back with a question. Nothing more happens to it until you answer.")
            % {"title": asked[0].title},
            *([more] if len(asked) > 1 else []),
        ),
        button=_("Read and answer"),
        href=_link(asked[0]),
    )


def _answer_application(stands: Where) -> Step | None:
    if getattr(stands.cycle, "application_status", None) != "returned":
        return None
    return Step(
        title=_("Answer the question about your application"),
        words=(_("A reviewer returned it with a question. Your day of filing does not move."),),
        button=_("Read and answer"),
        href=_apply_link(stands),
    )


def _acted_upon(stands: Where) -> Step | None:
    """Say what the body did to the credential; nothing that one earns undoes it."""
    titles = {
        Standing.SUSPENDED: _("Your certification is suspended"),
        Standing.REVOKED: _("Your certification was revoked"),
        Standing.RETIRED: _("Your certification is retired"),
    }
    title = titles.get(stands.shown.standing)
    if title is None:
        return None
    begun = max(act.begins_on for act in stands.overview.rows.acts if act.begins_on <= stands.on)
    words = _("Since %(day)s you may not call yourself certified.") % {"day": wording.day(begun)}
    return Step(
        title=title,
        words=(words,),
        acts=False,
        asks_body=True,
        adds=stands.shown.standing == Standing.SUSPENDED,
    )


def _renewed(stands: Where) -> Step | None:
    following = stands.following
    if following is None:
        return None
    words = _("You are recertified. Your next cycle is %(first)s through %(last)s.") % {
        "first": wording.day(following.begins_on),
        "last": wording.day(following.ends_on),
    }
    return Step(
        title=_("Nothing to do until %(day)s") % {"day": wording.day(following.begins_on)},
        words=(words, after_renewal(stands.policy, stands.cycle)),
        acts=False,
        button=_("How it was decided"),
        href=_apply_link(stands),
        adds=stands.policy.credits_after_early_renewal != "this cycle only",
    )


def _filed(stands: Where, *, body: Body) -> Step | None:
    if getattr(stands.cycle, "application_status", None) not in {"submitted", "approved"}:
        return None
    filed_on = stands.decision.on
    if getattr(stands.cycle, "is_decided", False):
        words = _("Your application is decided; the answer reaches you shortly.")
    else:
        words = _(
            "Filed on %(day)s. Your application says whose turn it is; once its fee is settled, "
            "the aim is an answer within %(days)s days."
        ) % {"day": wording.day(filed_on), "days": body.office.answer_within_days}
    short = _still_short(stands)
    return Step(
        title=_("Add what is missing; your application is with us")
        if short
        else _("Nothing to do: your application is with us"),
        words=(words, *short),
        acts=False,
        button=_("See your application"),
        href=_apply_link(stands),
        adds=bool(short),
    )


def _still_short(stands: Where) -> list[str]:
    if not stands.credits.shortfall:
        return []
    amount = stands.unit.say(stands.credits.shortfall)
    return [
        _("%(amount)s are still missing; it cannot be approved before they count.")
        % {"amount": amount}
    ]


def _closed(stands: Where) -> Step | None:
    finding = stands.finding("filing_window")
    if finding is None or not stands.closed:
        return None
    told = Step(
        title=_("This cycle can no longer be renewed"),
        words=(finding.because, finding.change),
        acts=False,
        source=finding.source,
        asks_body=True,
    )
    return by_another_way(told, stands) if stands.left_to_a_person else told


def _apply(stands: Where) -> Step | None:
    """Offer to file where nothing is short; what is not set, a person decides after filing."""
    if stands.credits.outcome == "not eligible":
        return None
    words = [_("Everything we ask for is counted. An application takes it by itself.")]
    if stands.credits.outcome == "referred":
        words = [each.because for each in stands.credits.findings if each.state == "not set"]
    words += _filing_closes(stands)
    return Step(
        title=_("Apply now"),
        words=tuple(words),
        button=_("Open the application"),
        href=_apply_link(stands),
        asks_body=stands.credits.outcome == "referred",
    )


def _late(stands: Where, *, body: Body) -> Step | None:
    """After the last day nothing more can be completed; what is on record may still be filed."""
    if stands.on <= stands.cycle.ends_on:
        return None
    finding = stands.finding("filing_window")
    return Step(
        title=_("Your cycle has ended, and credit is missing"),
        words=(
            *([finding.because] if finding else []),
            _(
                "Only what you completed through %(day)s counts. "
                "If something of that is not on record yet, add it."
            )
            % {"day": wording.day(stands.cycle.ends_on)},
        ),
        button=_("Add an activity"),
        href=reverse(ADD),
        asks_body=True,
    )


def _prove(stands: Where) -> Step | None:
    found = zip(stands.overview.rows.activities, stands.decision.activities, strict=True)
    bare = [
        row for row, finding in found if finding.outcome == "evidence_missing" and finding.pending
    ]
    if not bare:
        return None
    return Step(
        title=_("Add the evidence that is missing"),
        words=(
            _(
                "“%(title)s” has no evidence, so it cannot count yet. "
                "A photograph of the certificate is enough."
            )
            % {"title": bare[0].title},
        ),
        button=_("Add evidence"),
        href=_link(bare[0]),
    )


def _wait(stands: Where) -> Step | None:
    """Offer to file while credit waits for us: a shortfall stops approval, not filing."""
    waiting, unit = stands.decision.pending, stands.unit
    if not waiting or stands.decision.counted + waiting < stands.credits.required:
        return None
    told = {"waiting": unit.say(waiting), "total": unit.say(stands.decision.counted + waiting)}
    filing = stands.finding("filing_window")
    if filing and filing.state == "short":
        words = _("%(waiting)s wait for a reviewer. If all of it counts, you have %(total)s.")
        return Step(
            title=_("Nothing to do: it is the reviewer’s turn"),
            words=(words % told, filing.change),
            acts=False,
            adds=True,
        )
    return Step(
        title=_("File now; you need not wait for the reviewer"),
        words=(
            _("%(waiting)s wait for a reviewer. If all of it counts, you have %(total)s.") % told,
            *_filing_closes(stands),
        ),
        button=_("Open the application"),
        href=_apply_link(stands),
        adds=True,
    )


def _filing_closes(stands: Where) -> list[str]:
    """Say until when filing is open, where the policy says so."""
    closes_on = stands.decision.closes_on
    if closes_on == stands.on:
        return [_("Today is the last day of filing.")]
    if closes_on is None:
        return []
    day = {"day": wording.day(closes_on)}
    return [_("Filing is open through %(day)s; being early costs no days.") % day]


def _finish(stands: Where) -> Step | None:
    if not stands.overview.drafts:
        return None
    draft = max(stands.overview.drafts, key=lambda each: each.saved_at)
    return Step(
        title=_("Finish the activity you began"),
        words=(
            _("“%(title)s” is saved as a draft. Nobody looks at it until you send it.")
            % {"title": draft.title or _("An activity without a title")},
        ),
        button=_("Go on with it"),
        href=_link(draft),
    )


def _earn(stands: Where) -> Step:
    amount = stands.unit.say(stands.credits.shortfall)
    last = wording.day(stands.cycle.ends_on)
    suggestion = next_class(stands)
    if suggestion is None:
        return Step(
            title=_("Earn %(amount)s by %(day)s") % {"amount": amount, "day": last},
            words=(
                _(
                    "Add each class when you have completed it, "
                    "with a photograph of its certificate."
                ),
            ),
            button=_("Add an activity"),
            href=reverse(ADD),
        )
    return Step(
        title=_("Take a class: %(amount)s to go by %(day)s") % {"amount": amount, "day": last},
        words=(),
        button=_("Add an activity"),
        href=reverse(ADD),
        suggestion=suggestion,
    )
