"""Articles are taken whole, or refused with each mistake, its file and its line."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from recert.outside import articles
from recert.outside.article_checks import article_problems
from recert.outside.article_text import html_of
from recert.outside.articles import ArticleError, Articles, Mark, articles_in, read_article
from recert.outside.policies import load_all
from recert.policy.figures import FIGURES
from recert.portals.help.filling import ADDRESSES
from recert.portals.help.for_you import SAID
from tests.laws import ROOT
from tests.policy.known import POLICIES, action

SOURCE = "articles/how/2026-01-01.md"
HEAD = """+++
title = "How?"
summary = "So."
program = "action-cpt"
place = 1
closed = true
+++
"""
TEXT = f"""{HEAD}
Every {{cycle}}.

## Take classes {{#classes}}

Earn {{credits}}. {{rule: activities.evidence}} {{for-you: credits}}
See [below](#exam), the [guide](page:guide), [this](https://body.example) and [that](article:how).

## By the {{exam}} {{#exam}}

Pass it.
"""


def refused(text=TEXT, *, source=SOURCE):
    with pytest.raises(ArticleError) as caught:
        read_article(text, source=source)
    return str(caught.value)


def test_an_article_has_an_opening_and_steps():
    article = read_article(TEXT, source=SOURCE)
    assert (article.slug, article.version_on) == ("how", date(2026, 1, 1))
    assert article.opening == "Every {cycle}."
    assert [step.id for step in article.steps] == ["classes", "exam"]
    assert article.step("exam").plain_title == "By the exam"
    assert article.step("fee") is None


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("{#exam}", "{#classes}", '16: a second step "classes"'),
        ("{#exam}", "", "16: a step without an id; expected ## Title {#small-letters-and-hyphens}"),
        ("{#exam}", "{#Exam One}", "16: a step without an id"),
        ("## By", "# By", "16: a heading of the first rank"),
        ('title = "How?"', "", '1: "title" is missing in the head'),
        ("place = 1", 'place = "one"', '1: "place" does not fit in the head; expected int'),
        ("closed", "clsoed", 'unknown key "clsoed"; expected title, summary, place, closed'),
        ("+++", "---", "1: there is no head; expected TOML between two lines of +++"),
        ("place = 1", "place = ", "the head is not TOML"),
    ],
)
def test_a_mistake_of_form_is_told_with_its_line(old, new, told):
    assert told in refused(TEXT.replace(old, new))


def test_an_article_without_a_step_is_refused():
    assert "no step; expected headings such as ## Take a class" in refused(HEAD + "Only words.\n")


@pytest.mark.parametrize("source", ["how/first.md", "How To/2026-01-01.md", "2026-01-01.md"])
def test_a_file_is_named_after_its_day_and_its_folder_after_the_article(source):
    assert "this file is misnamed; expected SLUG/YYYY-MM-DD.md" in refused(source=source)


def body(folder, text=TEXT):
    path = folder / SOURCE
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return folder


def problems(folder, policy=None):
    editions = {"action-cpt": [policy or action(demonstration=False)]}
    return [str(each) for each in article_problems(folder, policies=editions)]


def test_a_good_article_has_no_problem(tmp_path):
    assert problems(body(tmp_path)) == []


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("{credits}", "{credit}", ':13: no figure "credit"; expected one of body, companion,'),
        ("{credits}", "{credit}", 'did you mean "credits"?'),
        ("activities.evidence", "activities.evidense", 'did you mean "activities.evidence"?'),
        (
            "{for-you: credits}",
            "{for-you: luck}",
            ':13: no for-you "luck"; expected one of credits',
        ),
        ("{for-you: credits}", "{for-us: credits}", "{for-us: credits} is no such kind of name"),
        (
            "{#exam}",
            "{#test}",
            ':14: no step "exam" in this article; expected one of classes, test',
        ),
        ("page:guide", "page:gide", ':14: a link to "page:gide"'),
        ("article:how", "article:why", ':14: a link to "article:why"'),
        ("https://body.example", "/somewhere", 'a link to "/somewhere"; expected #step, https://'),
        ("https://body.example", "javascript:x", 'a link to "javascript:x"'),
        ("By the {exam}", "By the {exan}", ':16: no figure "exan"'),
        ('"action-cpt"', '"action-ctp"', 'no policy "action-ctp"; expected one of action-cpt'),
    ],
)
def test_a_name_or_a_link_that_stands_for_nothing_is_told(tmp_path, old, new, told):
    text = TEXT.replace(old, new)
    assert text != TEXT
    found = problems(body(tmp_path, text))
    assert any(told in each for each in found), found


def test_a_name_is_checked_against_every_edition(tmp_path):
    folder = body(tmp_path)
    text = TEXT.replace("{credits}", "{pace}")
    (folder / SOURCE).write_text(text)
    assert problems(folder) == []
    edition = POLICIES / "action-gx" / "2020-01-01.toml"
    other = load_all(edition, demonstration=False)["action-gx"][0]
    assert any('no figure "pace"' in each for each in problems(folder, other))


def test_the_bodys_own_articles_are_good_by_every_edition_with_and_without_the_demonstration():
    for demonstration in (False, True):
        editions = load_all(POLICIES, demonstration=demonstration)
        assert list(article_problems(settings.RECERT_BODY, policies=editions)) == []
    assert len(articles_in(settings.RECERT_BODY).versions) >= 3


def test_the_version_in_force_is_served_and_older_ones_can_be_read():
    dated = [
        read_article(TEXT, source=f"articles/how/{day}.md")
        for day in ("2026-01-01", "2026-03-01", "2027-01-01")
    ]
    found = Articles(tuple(dated))
    first, second, _third = dated
    assert found.served_on(date(2025, 12, 31)) == ()
    assert found.served_on(date(2026, 2, 28)) == (first,)
    assert found.served_on(date(2026, 3, 1)) == (second,)
    assert found.of("how", on=date(2026, 12, 31)) == (second, first)


def test_a_file_that_cannot_be_used_is_left_out_and_told(tmp_path):
    folder = body(tmp_path, "no head at all")
    other = folder / "articles" / "good" / "2026-01-01.md"
    other.parent.mkdir()
    other.write_text(TEXT)
    found = articles_in(folder)
    assert [each.slug for each in found.versions] == ["good"]
    assert len(found.problems) == 1


def test_every_word_that_an_article_may_say_is_known_to_the_pages():
    assert set(articles.PAGES) == set(ADDRESSES)
    assert set(articles.FOR_YOU) == set(SAID)


# --- the text as HTML


def html(text):
    return html_of(text, fill=lambda mark: f"[{mark.kind} {mark.name}]", place=lambda to: f"!{to}")


def test_names_are_filled_wherever_they_stand_and_links_are_placed():
    assert html("*{credits}* in **{cycle}**") == (
        "<p><em>[figure credits]</em> in <strong>[figure cycle]</strong></p>\n"
    )
    rule = (
        "{rule: pathways.exam_upgrade.exam.same_form} and {rule: pathways.exam_upgrade.exam.form}"
    )
    assert html(rule) == (
        "<p>[rule pathways.exam_upgrade.exam.same_form] and "
        "[rule pathways.exam_upgrade.exam.form]</p>\n"
    )
    assert html("[a](page:guide)") == '<p><a href="!page:guide">a</a></p>\n'


@pytest.mark.parametrize(
    "text, told",
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("<b onclick=x>a</b>", "&lt;b onclick=x&gt;"),
        ("![a](https://elsewhere.example/a.png)", '!<a href="!https://elsewhere.example/a.png">'),
        ("[a](javascript:x)", "[a](javascript:x)"),
    ],
)
def test_html_scripts_and_pictures_of_elsewhere_are_only_text(text, told):
    made = html(text)
    assert told in made
    assert "<script" not in made
    assert "<img" not in made


def test_a_mark_says_its_kind():
    assert articles.mark_of("for-you: credits") == Mark("for-you", "credits")
    assert Path(SOURCE).parent.name == "how"


def test_the_reference_lists_every_name_and_no_other():
    page = (ROOT / "docs" / "reference" / "articles.md").read_text()
    for begins, names in {
        "Figures": FIGURES,
        "For you": articles.FOR_YOU,
        "Pages": articles.PAGES,
    }.items():
        line = next(line for line in page.splitlines() if line.startswith(f"{begins}: "))
        assert re.findall(r"`([a-z_-]+)`", line) == sorted(names)
