"""The look: states, fields, bars and pages say the same to every reader."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template

from recert import portals
from recert.policy import names
from recert.policy.cycles import Standing
from recert.policy.lifecycle import ActivityStatus, ApplicationStatus
from recert.policy.units import NOT_SET, Unit
from recert.portals import states, wording

CEC = Unit(name="CEC", plural="CECs", minutes=600, step=Decimal("0.05"))
FOLDER = Path(portals.__file__).parent
CYCLE = {"first_on": date(2025, 6, 24), "last_on": date(2027, 6, 23)}


def rendered(source, **context):
    return Template("{% load recert %}" + source).render(Context(context))


class Page(HTMLParser):
    """The ids, targets and references of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.ids = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self.ids += [attributes["id"]] if "id" in attributes else []

    def of(self, name):
        return [attributes[name] for _tag, attributes in self.tags if attributes.get(name)]


# --- states


@pytest.mark.parametrize(
    "kind,vocabulary",
    [
        ("outcome", names.OUTCOMES),
        ("activity", ActivityStatus),
        ("application", ApplicationStatus),
        ("standing", Standing),
        ("finding", names.STATES),
    ],
)
def test_every_word_of_a_vocabulary_can_be_shown(kind, vocabulary):
    assert [word for word in vocabulary if not states.shown(word, kind=kind).word] == []


def test_no_two_states_of_a_kind_look_and_read_alike():
    for kind, known in states.KINDS.items():
        seen = {(state.glyph, str(state.word)) for state in known.values()}
        assert len(seen) == len(known), kind


def test_nobody_is_called_certified_outside_current():
    unsaid = {"current", "not set"}
    for standing in set(states.STANDINGS) - unsaid:
        assert "not certified" in str(states.STANDINGS[standing].word), standing


def test_a_state_that_nobody_chose_words_for_is_refused():
    with pytest.raises(states.UnknownStateError, match="application has no state 'lost'"):
        rendered("{% state 'lost' 'application' %}")


def test_the_glyph_of_a_state_is_silent_and_its_word_is_text():
    html = rendered("{% state 'rejected' 'activity' %}")
    assert 'aria-hidden="true"' in html
    assert re.search(r"</svg>Rejected</span>$", html)


def test_every_glyph_and_icon_asked_for_is_drawn():
    drawn = set(re.findall(r'symbol id="([^"]+)"', symbols()))
    asked = {state.glyph for known in states.KINDS.values() for state in known.values()}
    for template in FOLDER.rglob("*.html"):
        asked |= set(re.findall(r"\{% icon \"([^\"]+)\" %\}", template.read_text()))
    assert asked - drawn == set()


def symbols():
    return Path(finders.find("recert/symbols.svg")).read_text()


# --- words


def test_a_moment_is_no_day():
    with pytest.raises(TypeError, match="a day is a date"):
        wording.day(datetime(2027, 6, 23, 12, tzinfo=UTC))


def test_not_set_is_said_and_nothing_else_passes_for_it():
    assert rendered("{{ fee|money:'USD' }}", fee=NOT_SET) == "not set"
    assert rendered("{{ steps|credit:unit }}", steps=NOT_SET, unit=CEC) == "not set"
    with pytest.raises(TypeError, match="whole number or not set"):
        rendered("{{ nowhere|money:'USD' }}")


def test_the_day_before_the_day_of_and_the_day_after_the_last_day_read_differently():
    last_on = date(2027, 6, 23)
    said = [wording.days_left_words(last_on, date(2027, 6, day)) for day in (22, 23, 24)]
    assert said == ["1 day left", "today is the last day", "ended 1 day ago"]


def test_credit_and_hours_come_with_their_units():
    assert rendered("{{ 26|credit:unit }}", unit=CEC) == "1.3 CECs"
    assert rendered("{{ 26|credit_number:unit }}", unit=CEC) == "1.3"
    assert rendered("{{ 420|hours }}") == "7 contact hours"


# --- fields


class ClaimForm(forms.Form):
    title = forms.CharField(label="Title", help_text="As printed")
    way = forms.ChoiceField(
        label="How you pay", choices=[("a", "Check"), ("b", "Transfer")], widget=forms.RadioSelect
    )
    true = forms.BooleanField(label="This is true", help_text="Text of 2020")
    note = forms.CharField(label="Note", required=False)

    def clean(self):
        raise forms.ValidationError("The days overlap")


FIELDS = "{% problem form %}{% for one in form %}{% field one %}{% endfor %}"


def test_a_good_form_shows_no_problem_and_ties_hints_to_controls():
    page = Page(rendered(FIELDS, form=ClaimForm()))
    described = " ".join(page.of("aria-describedby")).split()
    assert described == ["id_title_helptext", "id_true_helptext"]
    assert set(described) <= set(page.ids)
    assert not page.of("role")


def test_a_refused_form_says_each_error_twice_in_the_same_words():
    html = rendered(FIELDS, form=ClaimForm({}))
    for words in ("Title is missing", "How you pay is missing", "Not ticked: This is true"):
        assert html.count(words) == 2, words
    assert html.count("The days overlap") == 1
    assert "This field is required" not in html


def test_the_summary_links_to_controls_that_exist_and_takes_the_focus():
    page = Page(rendered(FIELDS, form=ClaimForm({})))
    targets = [href.removeprefix("#") for href in page.of("href") if href.startswith("#")]
    assert targets == ["id_title", "id_way_0", "id_true"]
    assert set(targets) <= set(page.ids)
    assert [a for _tag, a in page.tags if "data-focus" in a and a["role"] == "alert"]


def test_what_describes_a_wrong_control_exists_and_is_announced_as_wrong():
    page = Page(rendered(FIELDS, form=ClaimForm({})))
    described = " ".join(page.of("aria-describedby")).split()
    assert {"id_title_error", "id_way_error", "id_true_error"} <= set(described)
    assert set(described) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.of("aria-invalid").count("true") >= 3


def test_words_typed_by_a_person_never_become_markup():
    html = rendered(FIELDS, form=ClaimForm({"title": "<script>x</script>"}))
    assert "<script>" not in html
