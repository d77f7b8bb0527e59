"""The help pages: figures of the rules, and a reader's own case beside them."""

from datetime import date

import pytest
from django.test import Client

from recert import clock
from recert.actions import editions
from recert.outside.articles import Articles
from recert.portals.help import reading
from tests import people
from tests.portals import cast

pytestmark = pytest.mark.django_db
HOW = "/help/how-do-i-get-recertified/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


def page(address=HOW, client=None):
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def signed_in(cycle):
    return cast.begin(people.who(cycle).user, clock.real_now)


def later(*pairs, day="2026-06-01"):
    """Another edition of ACTION's rules, with some values changed."""
    text = people.EDITION.read_text()
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return editions.adopt(
        people.PROGRAM,
        text=text,
        overlay=people.OVERLAY.read_text(),
        source=f"{people.PROGRAM}/{day}.toml",
        by=None,
        at=people.AT,
    )


# --- the article


def test_the_article_covers_what_the_bodys_page_says():
    people.adopted()
    read = page()
    for said in (
        "not optional",
        "scientific knowledge",  # the reason for the interval
        "governing board",
        "The same exam cannot be used twice",
        "full certification instead of a certificate",
        "You need no CECs for this, and you file no application.",
        "The recertification fee is waived",
        "2.0 CECs",
        "self-study programs and from online classes",
        "one class every",
        "All CECs that count in your cycle go into the application for that cycle.",
        "The list of classes",
        "Recertification Guide",
        "upload desk",
        "The fee for an application by continuing education is",
        "Was this article helpful?",
        "Have more questions?",
        "Submit a request",
        "Article is closed for comments.",
    ):
        assert said in read, said


def test_another_number_in_the_rules_is_another_number_in_the_text():
    people.adopted()
    assert '<a class="bound" href="#figure-credits">2.0 CECs</a>' in page()
    later(("credits = 2.0 #", "credits = 2.5 #"), ("years = 2 #", "years = 3 #"))
    read = page()
    assert ">2.5 CECs</a>" in read
    assert ">3 years</a>" in read
    assert ">2.0 CECs</a>" not in read
    assert "edition of 1 June 2026" in read


def test_what_the_body_has_not_set_is_said_to_be_not_set():
    people.adopted(overlay=False)
    read = page("/help/if-the-last-day-has-passed/")
    assert "Not set." in read
    assert ">not set</a>" in read
    assert "USD 75.00" not in read


def test_a_reader_who_is_signed_in_sees_their_own_beside_it():
    cycle = people.alice()
    people.accepted(cycle)
    read = page(client=signed_in(cycle))
    assert "For you: 1.0 of 2.0 CECs count, 1.0 CECs to go." in read
    assert "For you: your cycle ends on 15 December 2026; 21 days left." in read
    assert "For you: you hold full certification." in read
    assert "For you: you passed this exam before, so this way is not open to you." in read
    assert "For you: $75.00." in read
    assert "For you: you may file from 15 December 2024 to 15 December 2026." in read
    assert "For you" not in page()


def test_the_holder_of_the_certificate_is_told_that_the_exam_is_open():
    cycle = people.alice(level="certificate", exam_form="online")
    read = page(client=signed_in(cycle))
    assert "For you: you hold a certificate." in read
    assert "For you: this way is open to you, up to 15 December 2026." in read


def test_somebody_with_enough_is_told_so():
    cycle = people.alice()
    people.accepted(cycle)
    people.accepted(cycle)
    read = page(client=signed_in(cycle))
    assert "For you: 2.0 of 2.0 CECs count. You have enough." in read


def test_a_readers_text_has_the_figures_of_their_own_cycle():
    cycle = people.alice()
    later(("credits = 2.0 #", "credits = 2.5 #"))
    read = page(client=signed_in(cycle))
    assert ">2.0 CECs</a>" in read
    assert "the rules of your cycle, edition of 1 January 2020" in read
    assert ">2.5 CECs</a>" in page()


def test_an_edition_that_lacks_a_rule_is_said_to_lack_it():
    text = people.EDITION.read_text()
    without = text[: text.index("[pathways.exam_upgrade]")]
    editions.adopt(
        people.PROGRAM,
        text=without,
        source=f"{people.PROGRAM}/2020-01-01.toml",
        by=None,
        at=people.AT,
    )
    read = page()
    assert "(these rules have no such figure)" in read
    assert "2.0 CECs" in read


def test_help_lists_its_articles_and_says_when_there_are_none(monkeypatch):
    people.adopted()
    assert page("/help/").count("/help/") > 3
    monkeypatch.setattr(reading, "all_articles", lambda: Articles(()))
    assert "No help pages yet" in page("/help/")
    assert Client().get(HOW).status_code == 404


def test_an_article_on_rules_that_are_not_adopted_is_not_served():
    assert Client().get(HOW).status_code == 404
    assert "No help pages yet" in page("/help/")


def test_an_older_text_can_be_read_and_says_that_it_is_one(monkeypatch):
    people.adopted()
    (article, *_others) = reading.all_articles().of("how-do-i-get-recertified", on=people.ON)
    newer = type(article)(
        **{name: getattr(article, name) for name in article.__dataclass_fields__}
        | {"version_on": date(2026, 11, 24), "title": "How do I recertify?"}
    )
    monkeypatch.setattr(reading, "all_articles", lambda: Articles((article, newer)))
    assert "How do I recertify?" in page()
    old = page(HOW + "2020-01-01/")
    assert "This is an earlier text of the article." in old
    assert "Was this article helpful?" not in old
    assert Client().get(HOW + "2026-11-24/").headers["Location"] == HOW
    assert Client().get(HOW + "2026-11-25/").status_code == 404
