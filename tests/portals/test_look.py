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
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.views.csrf import csrf_failure

from recert import portals
from recert.policy import names
from recert.policy.cycles import Standing
from recert.policy.lifecycle import ActivityStatus, ApplicationStatus
from recert.policy.units import NOT_SET, Unit
from recert.portals import plots, states, wording

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


# --- bars


def drawn(*, counted=26, required=40, waiting=4, even=28):
    return plots.bar(counted=counted, required=required, waiting=waiting, even=even, unit=CEC)


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
        return plots.even_pace(required=40, on=day, **CYCLE)

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


def test_a_cycle_without_credit_has_a_plot_and_no_empty_table():
    html = rendered(PACE, on=date(2026, 11, 23), earned=[], unit=CEC, **CYCLE)
    assert "<svg" in html
    assert "<table" not in html


# --- pages


CLASS_BREAKERS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def classes(text):
    """Each class that a template names whole; those it computes are left out."""
    for value in re.findall(r'class="([^"]*)"', text):
        yield from CLASS_BREAKERS.sub(" ", value).split()


def unknown_classes(text, known):
    return {name for name in classes(text) if name not in known and not name.endswith("-")}


def known_classes():
    folder = Path(finders.find("recert/look.css")).parent
    css = "\n".join(sheet.read_text() for sheet in folder.glob("*.css"))
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)))


def test_every_class_on_a_page_is_one_that_the_look_knows():
    known = known_classes()
    strays = {
        str(template.relative_to(FOLDER)): found
        for template in sorted(FOLDER.rglob("*.html"))
        if (found := unknown_classes(template.read_text(), known))
    }
    assert strays == {}


def test_a_class_that_no_stylesheet_knows_is_found():
    page = '<p class="quiet {% if x %}push{% endif %} shiny">'
    assert unknown_classes(page, known_classes()) == {"shiny"}


@pytest.mark.parametrize("sheet", ["tokens", "base", "parts", "forms", "staff", "public", "grown"])
def test_a_stylesheet_has_its_braces_in_pairs_and_is_loaded(sheet):
    folder = Path(finders.find("recert/look.css")).parent
    assert f'@import url("{sheet}.css");' in (folder / "look.css").read_text()
    text = (folder / f"{sheet}.css").read_text()
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_a_refusal_page_needs_nothing_but_itself(page):
    html = render_to_string(f"{page}.html")
    assert '<html lang="en" dir="ltr">' in html
    assert len(re.findall("<h1>", html)) == 1


@pytest.mark.django_db
def test_an_address_with_nothing_behind_it_gets_our_page_and_not_djangos(client):
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()
    assert "ACTION Certification" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_too_old_to_be_sent_says_so_in_our_words():
    answer = csrf_failure(RequestFactory().post("/"), reason="token missing")
    assert answer.status_code == 403
    assert "too old to be sent" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/gallery/", "/gallery/staff/"])
def test_no_page_of_the_gallery_carries_anything_inline(client, path):
    page = Page(client.get(path).content.decode())
    assert not page.of("style")
    assert not [tag for tag, _a in page.tags if tag == "style"]
    assert not [a for tag, a in page.tags if tag == "script" and "src" not in a]
    assert not [name for _tag, a in page.tags for name in a if name.startswith("on")]
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.django_db
def test_a_body_without_a_mark_is_shown_under_ours(client, settings, tmp_path):
    settings.RECERT_BODY = other_body(tmp_path)
    html = client.get("/no/such/page").content.decode()
    assert "symbols.svg#mark" in html
    assert "Northern Board of Coaches" in html
    assert client.get("/mark.svg").status_code == 404


@pytest.mark.django_db
def test_another_body_brings_its_own_name_and_mark(client, settings, tmp_path):
    settings.RECERT_BODY = other_body(tmp_path)
    (tmp_path / "mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    html = client.get("/no/such/page").content.decode()
    assert '<img class="mark" src="/mark.svg"' in html
    answer = client.get("/mark.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"".join(answer.streaming_content).startswith(b"<svg")


def other_body(folder):
    """A second body that differs from the first in its name alone."""
    text = (Path(portals.__file__).parents[3] / "bodies" / "action" / "body.toml").read_text()
    renamed = text.replace('name = "ACTION Certification"', 'name = "Northern Board of Coaches"', 1)
    (folder / "body.toml").write_text(renamed)
    return folder
