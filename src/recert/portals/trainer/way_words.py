"""One way to recertify in words: a column of rows that line up with those of the other ways."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from recert.outside.body import Body
from recert.policy.comparing import Openness, Way
from recert.policy.decision import Finding
from recert.policy.policies import Source
from recert.policy.units import NOT_SET, NotSet
from recert.policy.unsaid import Unsaid
from recert.portals import states, wording
from recert.portals.titles import level_word
from recert.portals.trainer.where import Where


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a column: the answer in few words, then what belongs to it, and its sources."""

    label: str
    answer: str
    more: tuple[str, ...] = ()
    sources: tuple[Source | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One way as a card: its rows are the same, in the same order, as those of the others."""

    way: Way
    title: str
    rows: tuple[Row, ...]
    unsaid: tuple[tuple[str, Source | None], ...]
    against: tuple[tuple[str, Source | None], ...]
    button: str = ""
    href: str = ""

    @property
    def is_open(self) -> bool:
        """Whether this way can be gone by what one does oneself."""
        return self.way.openness == Openness.OPEN


def column(way: Way, *, stands: Where, body: Body) -> Column:
    """Return a way as its column."""
    button, href = _go(way, stands=stands)
    return Column(
        way=way,
        title=_title(way, stands=stands),
        rows=(
            _money(way, body=body),
            _to_do(way, stands=stands),
            _latest(way, stands=stands),
            _level(way, stands=stands),
            _days(way, stands=stands),
            _paper(way),
        ),
        unsaid=tuple((_unsaid(each), each.source) for each in way.unsaid),
        against=tuple(_against(way, each, stands=stands) for each in way.against),
        button=button,
        href=href,
    )


def _title(way: Way, *, stands: Where) -> str:
    if way.kind == "exam":
        return _("By the %(exam)s") % {"exam": _exam(way, stands=stands)}
    return _("By credits") if way.kind == "credits" else _("After the last day")


def _against(way: Way, finding: Finding, *, stands: Where) -> tuple[str, Source | None]:
    """Say what closes a way, or leaves it to a person; of a day to come, not as if it were past."""
    if way.kind == "late" and way.openness == Openness.CLOSED and way.begins_on > stands.on:
        closes = wording.day(stands.decision.closes_on or stands.cycle.ends_on)
        return _("Filing closes with %(day)s.") % {"day": closes}, finding.source
    return finding.because, finding.source


def _exam(way: Way, *, stands: Where) -> str:
    """Return what the policy calls the exam of a way."""
    rule = stands.policy.pathway(way.pathway).exam
    forms = {form.id: form.label for form in stands.policy.exam_forms}
    return forms[rule.form] if rule else ""


def _go(way: Way, *, stands: Where) -> tuple[str, str]:
    """Return the button of a way and where it leads; nothing where it cannot be gone."""
    cycle = stands.cycle.pk
    if stands.following and way.kind == "credits":
        return _("How it was decided"), reverse("trainer:application", args=[cycle])
    if way.openness == Openness.CLOSED or way.kind == "late":
        return "", ""
    if way.kind == "exam":
        words = _("See the exam") if way.openness == Openness.DONE else _("Take this way")
        return words, reverse("trainer:exam", args=[cycle])
    if way.to_do:
        return _("Add an activity"), reverse("trainer:add")
    return _("Open the application"), reverse("trainer:application", args=[cycle])


def _money(way: Way, *, body: Body) -> Row:
    label = _("Money")
    if way.kind == "late" and way.openness == Openness.CLOSED:
        words = _("%(body)s takes no late application, so there is no fee to name.")
        return Row(label, _("Nothing to file"), (words % {"body": body.name},))
    total = wording.money(way.fee.total, way.fee.currency)
    lines = tuple(
        _("%(label)s: %(amount)s. %(because)s")
        % {
            "label": line.label,
            "amount": wording.money(line.amount, way.fee.currency),
            "because": line.because,
        }
        for line in way.fee.lines
    )
    return Row(label, total, lines, tuple({line.source for line in way.fee.lines}))


def _to_do(way: Way, *, stands: Where) -> Row:
    label = _("Still to do")
    if way.kind == "exam" and way.openness == Openness.CLOSED:
        return Row(label, _("Nothing"), (_("A pass could not be used."),))
    if way.kind == "exam":
        cards = tuple(f"{each.because} {each.change}" for each in way.to_do)
        words = _("No credits and no hours. How long you prepare is up to you.")
        return Row(label, _("One exam"), (words, *cards))
    if way.kind == "late" and way.openness == Openness.CLOSED:
        return Row(label, _("Everything again"), (_("As for the first time, from the exam on."),))
    if not way.missing:
        return Row(label, _("Nothing"), (_("Every credit that it asks for is counted."),))
    unit = stands.unit
    words = _("%(missing)s of %(required)s are missing.")
    more = [words % {"missing": unit.say(way.missing), "required": unit.say(way.required)}]
    if way.pending:
        more.append(_("%(pending)s wait for a reviewer.") % {"pending": unit.say(way.pending)})
    if way.kind == "late":
        last = wording.day(stands.cycle.ends_on)
        more.append(_("Only what you complete through %(day)s counts.") % {"day": last})
    answer = wording.hours(way.minutes) if wording.is_set(way.minutes) else unit.say(way.missing)
    return Row(label, answer, tuple(more))


def _latest(way: Way, *, stands: Where) -> Row:
    answer = _("None") if way.latest_on is None else _day(way.latest_on)
    more = {"credits": _latest_credits, "exam": _latest_exam, "late": _latest_late}[way.kind]
    sources = (way.latest_source, way.again_source if way.again_by else None)
    return Row(_("Latest safe day"), answer, tuple(more(way, stands)), sources)


def _day(on: date | NotSet) -> str:
    return _("not set") if on is NOT_SET else wording.day(on)


def _latest_credits(way: Way, stands: Where) -> list[str]:
    if way.openness == Openness.CLOSED:
        return [_("It has passed.")]
    words = [_("Complete the classes and file by then. Being early costs no days.")]
    if way.begins_on > stands.on:
        words.insert(0, _("Filing opens on %(day)s.") % {"day": wording.day(way.begins_on)})
    return words


def _latest_exam(way: Way, stands: Where) -> list[str]:
    if way.latest_on is None:
        return [each.because for each in way.against[:1]]
    words = [_("Sit the exam by then.")]
    if way.begins_on > stands.on:
        day = wording.day(way.begins_on)
        words = [_("Not before %(day)s: you failed it, and have to wait.") % {"day": day}, *words]
    if way.again_by is None:
        return [*words, _("If you fail, it cannot be taken again before the last day.")]
    if way.again_by is NOT_SET:
        return words
    by = {"day": wording.day(way.again_by)}
    return [*words, _("Sit it by %(day)s, and a failed exam can be taken again in time.") % by]


def _latest_late(way: Way, stands: Where) -> list[str]:
    if way.latest_on is None:
        return [_("There is no time to file late.")]
    last = wording.day(stands.cycle.ends_on)
    return [_("From %(day)s on you are late, and may not count on it.") % {"day": last}]


def _level(way: Way, *, stands: Where) -> Row:
    label = _("You end up holding")
    if way.kind == "late":
        standing = str(states.shown(way.standing.value, kind="standing").word)
        words = _("From the day after %(day)s.") % {"day": wording.day(stands.cycle.ends_on)}
        if way.openness == Openness.CLOSED:
            return Row(label, standing, (words,))
        return Row(label, level_word(way.level), (f"{standing}. {words}",))
    words = _("The same as today.")
    if way.level != stands.shown.level:
        words = _("From the exam day on, whenever the result arrives.")
    elif way.kind == "exam":
        words = _("You hold it already.")
    return Row(label, level_word(way.level), (words,))


def _days(way: Way, *, stands: Where) -> Row:
    label, last = _("Then through"), wording.day(stands.cycle.ends_on)
    if way.openness == Openness.CLOSED:
        return Row(label, last, (_("That is the last day you have now."),))
    following = stands.following
    if following and way.kind == "credits":
        return Row(label, wording.day(following.ends_on), (_("You are renewed already."),))
    if way.follows is None:
        return Row(label, _("not set"), (), (way.follows_source,))
    days = {"first": wording.day(way.follows.first_on), "last": last}
    words = _("The next cycle begins on %(first)s, after your last day, %(last)s.") % days
    return Row(label, wording.day(way.follows.last_on), (words,), (way.follows_source,))


def _paper(way: Way) -> Row:
    label = _("Application")
    if way.kind == "exam":
        return Row(label, _("None"), (_("The pass renews you by itself."),))
    if way.kind == "late" and way.openness == Openness.CLOSED:
        return Row(label, _("None"), (_("It would be refused."),))
    words = _("With your declaration.")
    return Row(label, _("One page"), (words,))


def _unsaid(each: Unsaid) -> str:
    """Say what is not set, and who decides."""
    if each.what == "fee":
        words = _("%(label)s: no amount is set. An officer sets it once you file.")
        return words % {"label": each.label}
    return {
        "seat": _("What the testing center takes for a seat is its own price: ask there."),
        "minutes": _("How many hours make a credit is not set. A reviewer says it."),
        "opening": _("When filing opens is not set. A person decides."),
        "closing": _("Until when one may file late is not set. A person decides."),
        "wait": _("How long to wait after a failed exam is not set. A person decides."),
        "late_pass": _("What a pass after the last day does is not set. An officer decides."),
        "same_form": _("Whether the same exam may be used twice is not set. A person decides."),
        "next_cycle": _("When the next cycle begins is not set. An officer says it."),
        "grace": _("Whether there is a time of grace is not set."),
        "then": _("What you are after the last day is not set."),
        "anew": _("What it takes to certify anew is no part of these rules: ask us."),
    }[each.what]
