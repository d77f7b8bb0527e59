"""The Guide and the application form on paper say what the edition and the body's file say."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from recert.outside.body import Declaration, body_in
from recert.outside.guide_papers import APPLICATION_FORM, GUIDE, PAPERS, Places, paper_of
from recert.policy.explaining import explain, not_set
from recert.policy.worked_examples import example_days, examples
from tests.outside.papers import insides, words
from tests.policy.known import action, changed, guides

ON = date(2026, 11, 24)
PLACES = Places(
    sign_in="recert.example/sign-in", guide="recert.example/guide", desk="recert.example/uploads"
)


def paper(kind, *, policy=None, body=None, places=PLACES, on=ON):
    body = body or body_in(settings.RECERT_BODY)
    return paper_of(kind, policy or action(), body=body, places=places, on=on)


def said(kind, **given):
    return " ".join(words(paper(kind, **given).pdf(on=ON)).split())


def squeezed(text):
    """A text as paper may break it: only its letters and figures."""
    return "".join(letter for letter in text if letter.isalnum())


@pytest.mark.parametrize("policy", [action(), action(demonstration=False), guides()])
def test_the_guide_says_every_rule_every_day_every_example_and_what_is_not_set(policy):
    read = squeezed(said(GUIDE, policy=policy))
    texts = [each.text for section in explain(policy) for each in section.sentences]
    texts += [row.what for row in example_days(policy)]
    texts += [each.text for each in not_set(policy)]
    texts += [part for each in examples(policy) for part in (each.situation, *each.because)]
    for text in texts:
        assert squeezed(text) in read, text
    assert policy.digest in read
    assert all(squeezed(source.cite) in read for source in policy.sources)


def test_another_number_in_the_rules_is_another_number_on_paper():
    before = said(GUIDE, policy=action(demonstration=False))
    after = said(GUIDE, policy=changed(("credits = 2.0 #", "credits = 2.5 #")))
    assert "Earn 2.0 CECs in your cycle" in before
    assert "Earn 2.5 CECs in your cycle" in after
    assert "2.0 CECs" not in after


def test_the_guide_says_how_to_apply_and_whom_to_ask():
    read = said(GUIDE)
    for expected in (
        "recert.example/sign-in",
        "the access code is recertification",
        "support@actioncertification.example",
        "We aim to answer within 10 days",
        "With the settings of the demonstration",
    ):
        assert expected in read
    assert "With the settings of the demonstration" not in said(
        GUIDE, policy=action(demonstration=False)
    )


def test_the_form_has_the_declarations_in_force_on_its_day_and_says_where_it_goes():
    body = body_in(settings.RECERT_BODY)
    later = Declaration("truthful", date(2027, 1, 1), "I swear by the new text.")
    body = replace(body, declarations=(*body.declarations, later))
    before, after = (
        said(APPLICATION_FORM, body=body, on=day) for day in (date(2026, 12, 31), date(2027, 1, 1))
    )
    assert "the evidence is my own" in before
    assert "I swear" not in before
    assert "I swear by the new text." in after
    assert "the evidence is my own" not in after
    for expected in ("Credential number", "Completed on", "Signature", "recert.example/uploads"):
        assert expected in after


def test_a_body_without_an_upload_desk_names_none():
    body = replace(body_in(settings.RECERT_BODY), desk=None)
    for kind in PAPERS:
        read = said(kind, body=body)
        assert "uploads" not in read
        assert "access code" not in read
    assert "Send every page, with your evidence, to support@" in said(APPLICATION_FORM, body=body)


@pytest.mark.parametrize("kind", PAPERS)
def test_papers_are_archival_tagged_and_the_same_each_time(kind):
    pdf = paper(kind).pdf(on=ON)
    found = insides(pdf)
    assert b"<pdfaid:part>2</pdfaid:part>" in found
    assert b"<pdfuaid:part>1</pdfuaid:part>" in found
    assert b"/StructTreeRoot" in found
    assert b"/Lang" in found
    assert paper(kind).pdf(on=ON) == pdf


@pytest.mark.parametrize("kind", PAPERS)
def test_what_a_paper_is_made_of_changes_with_what_it_shows_and_with_nothing_else(kind):
    body = body_in(settings.RECERT_BODY)
    assert paper(kind).made_of == paper(kind, on=date(2026, 11, 25)).made_of
    others = [
        paper(kind, policy=changed(("credits = 2.0 #", "credits = 2.5 #"))),
        paper(kind, body=replace(body, name="Another Body")),
        paper(kind, places=replace(PLACES, desk="elsewhere.example")),
    ]
    assert len({paper(kind).made_of, *(other.made_of for other in others)}) == 4


def test_a_kind_that_is_no_paper_is_refused():
    with pytest.raises(KeyError):
        paper("receipt")
