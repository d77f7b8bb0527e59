"""Bars and the pace plot: what they show, what they say, which way they run."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from recert.policy.units import NOT_SET, Unit
from recert.portals import bars, paces

CEC = Unit(name="CEC", plural="CECs", minutes=600, step=Decimal("0.05"))
CYCLE = {"first_on": date(2025, 6, 24), "last_on": date(2027, 6, 23)}


def rendered(source, **context):
    return Template("{% load recert %}" + source).render(Context(context))


def drawn(*, counted=26, required=40, waiting=4, even=28):
    return bars.bar(counted=counted, required=required, waiting=waiting, even=even, unit=CEC)


def test_the_bar_shows_what_counts_what_waits_and_what_is_open():
    bar = drawn()
    assert (bar.counted.x, bar.counted.width) == ("0%", "65%")
    assert (bar.waiting.x, bar.waiting.width) == ("65%", "10%")
    assert bar.figures == (26, 4, 10)
    assert bar.says == (
        "1.3 CECs counted, 0.2 CECs waiting, 0.5 CECs still open, "
        "an even pace would be 1.4 CECs today"
    )


def test_the_bar_is_mirrored_where_the_page_reads_from_the_right():
    with translation.override("ar"):
        bar = drawn()
    assert (bar.counted.x, bar.counted.width) == ("35%", "65%")
    assert bar.waiting.x == "25%"


@pytest.mark.parametrize("reached,mark", [(40, "even pace"), (41, "needed")])
def test_what_is_needed_is_marked_only_once_it_is_passed(reached, mark):
    bar = drawn(counted=30, waiting=reached - 30)
    assert [mark in label.text for label in bar.marks] == [True]


def test_a_full_bar_needs_no_pace():
    assert drawn(counted=40, waiting=0).marks == ()
    assert drawn(counted=40, waiting=0).counted.width == "100%"


def test_a_bar_without_a_requirement_is_not_drawn():
    source = "{% progress counted=3 required=required unit=unit %}"
    assert rendered(source, required=NOT_SET, unit=CEC).strip() == ""


def test_an_even_pace_begins_at_nothing_and_ends_at_what_is_needed():
    def on(day):
        return paces.even_pace(required=40, on=day, **CYCLE)

    assert on(date(2025, 6, 23)) == on(CYCLE["first_on"]) == 0
    assert on(date(2027, 6, 22)) == 39
    assert on(CYCLE["last_on"]) == on(date(2027, 6, 24)) == 40


PACE = "{% pace first_on=first_on last_on=last_on on=on required=40 earned=earned unit=unit %}"


def test_the_pace_plot_says_its_finding_and_gives_its_numbers_in_a_table():
    earned = [(date(2026, 2, 8), 10), (date(2025, 9, 14), 8)]
    html = rendered(PACE, on=date(2026, 11, 23), earned=earned, unit=CEC, **CYCLE)
    assert "0.5 CECs behind an even pace" in html
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="num">(.*?)</td>', html)
    assert rows == [("14 September 2025", "0.4"), ("8 February 2026", "0.5")]
    assert "0.4 CECs on 14 September 2025, 0.9 CECs on 8 February 2026" in html


def grown(*, on, earned, waiting=0):
    facts = paces.Growth(
        on=on, required=40, earned=tuple(earned), waiting=waiting, unit=CEC, **CYCLE
    )
    return {each.kind: each.d for each in paces.pace(facts).growth}


HALF_WAY = date(2026, 6, 24)  # 365 of 729 days


def test_credit_rises_on_its_day_and_stays_level_until_today():
    drawn = grown(on=HALF_WAY, earned=[(date(2025, 9, 14), 20)])
    assert drawn == {"done": "M0 176L11.25 176L11.25 96.0L50.07 96.0"}


def test_what_waits_is_drawn_on_top_from_today():
    drawn = grown(on=HALF_WAY, earned=[], waiting=10)
    assert drawn["due"] == "M50.07 176L50.07 136.0L56.07 136.0"


def test_the_line_runs_from_the_right_where_the_page_does():
    with translation.override("ar"):
        drawn = grown(on=HALF_WAY, earned=[(date(2025, 9, 14), 20)])
    assert drawn == {"done": "M100 176L88.75 176L88.75 96.0L49.93 96.0"}


@pytest.mark.parametrize(
    "on,drawn",
    [(date(2025, 6, 23), False), (date(2025, 6, 24), True),
     (date(2027, 6, 23), True), (date(2027, 6, 24), False)],
)  # fmt: skip
def test_today_is_marked_inside_the_cycle_alone(on, drawn):
    assert ('class="now"' in rendered(PACE, on=on, earned=[], unit=CEC, **CYCLE)) is drawn


def test_a_cycle_without_credit_has_a_plot_and_no_empty_table():
    html = rendered(PACE, on=date(2026, 11, 23), earned=[], unit=CEC, **CYCLE)
    assert "<svg" in html
    assert "<table" not in html
