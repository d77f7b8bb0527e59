"""Tags and filters of the look: ``{% load recert %}``."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TypedDict

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from recert.policy.policies import Source
from recert.policy.units import NotSet, Unit
from recert.portals import bars, paces, states, titles, wording

register = template.Library()

for _filter in (
    wording.day,
    wording.weekday_day,
    wording.short_month,
    wording.day_of_year,
    wording.moment,
    wording.stamp,
    wording.place,
    wording.days_left,
    wording.days_left_words,
    wording.credit,
    wording.money,
    wording.hours,
    wording.filesize,
    wording.name,
    titles.level_word,
    titles.outcome_word,
    titles.role_word,
    titles.provider_word,
):
    register.filter(_filter.__name__, _filter)


@register.filter
def credit_number(steps: int | NotSet, unit: Unit) -> str:
    """Return credit without its unit, for columns whose head names it; or "not set"."""
    return unit.number(steps) if wording.is_set(steps) else wording.credit(steps, unit)


@register.filter
def is_set(value: object) -> bool:
    """Say whether a figure is known, for ``{% if figure|is_set %}``."""
    return wording.is_set(value)


@register.filter
@cache  # there are as many as an edition cites
def cited(source: Source) -> SafeString:
    """Name a source of a rule, as a link where it has an address.

    >>> cited(Source(key="ACT1", cite="ACTION, line 9", url="https://body.example"))
    '<a href="https://body.example" rel="external">ACTION, line 9</a>'
    """
    if not source.url:
        return format_html("{}", source.cite)
    return format_html('<a href="{}" rel="external">{}</a>', source.url, source.cite)


@register.simple_tag
@cache  # there are as many as the file has
def icon(symbol: str) -> SafeString:
    """Draw a symbol; it is hidden from screen readers, so a word must stand beside it.

    >>> icon("i-ok")
    '<svg class="icon" aria-hidden="true"><use href="/static/recert/symbols.svg#i-ok"/></svg>'
    """
    href = static("recert/symbols.svg")
    turns = " icon--turns" if symbol in {"i-open", "i-back", "i-undo", "i-away"} else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>', turns, href, symbol
    )


@register.simple_tag
def state(value: str, kind: str, *, say: str = "", filled: bool = False) -> SafeString:
    """Show a state of a kind as glyph, word and tone; `say` changes the words alone."""
    seen = states.shown(value, kind=kind)
    extra = " state--filled" if filled else ""
    return format_html(
        '<span class="state{} {}">{}{}</span>', extra, seen.tone, icon(seen.glyph), say or seen.word
    )


@register.filter
def tone(value: str, kind: str) -> str:
    """Return the tone class of a state, for parts that carry it as a whole: ``is-ok``."""
    return states.shown(value, kind=kind).tone


@register.filter
def glyph(value: str, kind: str) -> str:
    """Return the symbol of a state, for headings that draw it themselves."""
    return states.shown(value, kind=kind).glyph


@register.filter
def word(value: str, kind: str) -> str:
    """Return the word of a state, for sentences and titles."""
    return str(states.shown(value, kind=kind).word)


@register.filter
def message_tone(level: str) -> str:
    """Return the tone of a message of Django's levels."""
    return {"success": "is-ok", "warning": "is-wait", "error": "is-stop"}.get(level, "")


@register.filter
def message_glyph(level: str) -> str:
    """Return the symbol of a message of Django's levels."""
    glyphs = {"success": "i-ok", "warning": "i-wait", "error": "i-alert"}
    return glyphs.get(level, "i-info")


class FieldParts(TypedDict):
    """What the template of a field needs."""

    bound: BoundField
    wrong: list[str]
    control: SafeString
    single: bool
    group: bool
    optional: bool
    read: str
    wide: bool


@register.inclusion_tag("recert/field.html")
def field(
    bound: BoundField,
    size: str = "",
    *,
    read: str = "",
    wide: bool = False,
    optional: bool = True,
) -> FieldParts:
    """Show a field of a form: label, hint, error, control, tied together for every reader.

    `size` is ``days``, ``short``, ``code`` or ``grows``. `read` says where the value was read
    from, until the person confirms it. `optional` off leaves the word "(optional)" out.
    """
    single = isinstance(bound.field.widget, CheckboxInput)
    group = not single and bool(bound.use_fieldset)
    attributes: dict[str, str | bool] = (
        {} if single else {"class": f"input input--{size}" if size else "input"}
    )
    return {
        "bound": bound,
        "wrong": _wrong(bound),
        "control": bound.as_widget(attrs=attributes),
        "single": single,
        "group": group,
        "optional": optional,
        "read": read,
        "wide": wide,
    }


@register.inclusion_tag("recert/problem.html")
def problem(*forms: BaseForm) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Show the summary of what is wrong in one or several forms; nothing if nothing is."""
    found = [one for form in forms for one in _problems(form)]
    return {"problems": found}


def _problems(form: BaseForm) -> list[dict[str, str]]:
    """Return each error of a form with the id of the control that it speaks of."""
    whole = [{"target": "", "words": str(words)} for words in form.non_field_errors()]
    return whole + [
        {"target": _target(bound), "words": words} for bound in form for words in _wrong(bound)
    ]


def _wrong(bound: BoundField) -> list[str]:
    """Return what is wrong with a field, the same beside it and in the summary.

    "This field is required" says nothing in a list of several, so it is said with the label.
    """
    return [
        _missing(bound) if error.code == "required" else str(words)
        for error in bound.form.errors.as_data().get(bound.name, [])
        for words in error.messages
    ]


def _missing(bound: BoundField) -> str:
    if isinstance(bound.field.widget, CheckboxInput):
        return _("Not ticked: %(label)s") % {"label": bound.label}
    return _("%(label)s is missing") % {"label": bound.label}


def _target(bound: BoundField) -> str:
    """Return the id of a field's control, the first one where there are several."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.inclusion_tag("recert/progress.html")
def progress(
    *,
    counted: int,
    required: int | NotSet,
    waiting: int = 0,
    even: int | None = None,
    unit: Unit,
) -> Mapping[str, object]:
    """Draw counted, waiting and open credit as one bar, with its key; nothing if not set.

    `even` is what an even pace would have reached today.
    """
    if not wording.is_set(required):
        return {"bar": None}
    bar = bars.bar(counted=counted, required=required, waiting=waiting, even=even, unit=unit)
    return {"bar": bar, "unit": unit}


@register.inclusion_tag("recert/pace.html")
def pace(
    *,
    first_on: date,
    last_on: date,
    on: date,
    required: int | NotSet,
    earned: Sequence[tuple[date, int]],
    waiting: int = 0,
    unit: Unit,
) -> Mapping[str, object]:
    """Draw how credit grew over a cycle, against an even pace, with its table; nothing if not set.

    `earned` is each counted activity's day and credit, in any order.
    """
    if not wording.is_set(required):
        return {"plot": None}
    facts = paces.Growth(
        first_on=first_on, last_on=last_on, on=on, required=required,
        earned=tuple(earned), waiting=waiting, unit=unit,
    )  # fmt: skip
    return {"plot": paces.pace(facts), "unit": unit, "facts": facts}
