"""What is written in templates goes through the catalogue, whichever branch a page takes."""

import re

import pytest

from tests import translators
from tests.laws import PACKAGE
from tests.pseudo import Read, plain, said

SHEETS = "gallery"  # examples for those who build the look, in the words of the house
SAID = re.compile(
    r"\{% blocktranslate\b.*?endblocktranslate %\}|\{% comment %\}.*?endcomment %\}|\{#.*?#\}"
    r"|\{% block density %\}[^{]*",  # an attribute of the page
    re.DOTALL,
)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
PATTERN = re.compile(r"""\|date:(?!"Y-m-d")""")  # as ISO 8601 has it is no language's


def unsaid(template):
    """The words of a template that stand outside its tags, and patterns of dates inside them."""
    texts = Read(TAGS.sub(" ", SAID.sub(" ", template))).texts
    return [*plain(texts, data=()), *PATTERN.findall(template)]


def templates():
    for path in sorted(PACKAGE.rglob("*")):
        is_template = path.suffix in translators.TEMPLATES and "templates" in path.parts
        if is_template and SHEETS not in path.parts:
            yield path


def test_no_template_says_a_word_outside_of_a_translation():
    found = {
        str(path.relative_to(PACKAGE)): words
        for path in templates()
        if (words := unsaid(path.read_text(encoding="utf-8")))
    }
    assert not found
    assert len(list(templates())) > 100


@pytest.mark.parametrize(
    "template, found",
    [
        ('<p>{% translate "Saved" %} just now</p>', ["just now"]),
        ("{% blocktranslate %}Saved{% endblocktranslate %}<img alt='A face'>", ["A face"]),
        ("{% if late %}too late{% endif %}{{ day }}", ["too late"]),
        ('{{ day|date:"j F" }}', ["|date:"]),
        ('{{ day|date:"Y-m-d" }} {# a note #} <b>{{ name }}</b> · 3', []),
    ],
)
def test_a_word_outside_of_a_translation_is_found(template, found):
    assert unsaid(template) == found


SOURCE = """
label = _("Title")
far = ngettext("%(n)s day", "%(n)s days", n) + pgettext("activity", "Draft")
lazy = gettext_lazy("one " "two")
never = _(label)
"""
TEMPLATE = """{% translate "Saved" %}{% firstof name _("Nobody") %}{% translate label %}
{% blocktranslate count days=n %}{{ days }} day{% plural %}{{ days }} days{% endblocktranslate %}"""


def test_a_translator_is_given_what_is_marked_and_nothing_else():
    assert set(translators.marked(SOURCE)) == {
        "Title", "%(n)s day", "activity\x04Draft", "one two",
    }  # fmt: skip
    assert set(translators.marked_in_template(TEMPLATE)) == {"Saved", "Nobody", "%(days)s day"}


@pytest.mark.parametrize("text", ["Sign out", "Due", "Staff sign in with a passkey."])
def test_a_text_said_in_the_language_has_no_plain_word_left(text):
    assert not plain([said(text)], data=())
    assert plain([text], data=())


def test_places_for_values_stay_what_they_are():
    assert (
        said("%(n)s of {all}, <b class='x'>&amp; 5%%") % {"n": 3}
        == "⟦3 ŏƒ {all}, <b class='x'>&amp; 5%⟧"
    )
    assert said("pattern of a day\x04j F Y") == "j F Y"
    assert said("activity\x04Draft") == "⟦Đřåƒţ⟧"
