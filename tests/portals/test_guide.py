"""The Guide's pages: which edition a reader is shown, what it says, its papers, and differences."""

import pytest
from django.test import Client

from recert import clock
from recert.actions import editions
from recert.jobs.edition_papers import make_papers
from recert.policy.explaining import explain, not_set
from recert.policy.worked_examples import examples
from recert.records.policies import policy_by_digest
from tests import people
from tests.portals import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)


def later(day="2026-06-01", *, asked="2.5"):
    """Another edition of ACTION's rules, in force from a day."""
    text = people.EDITION.read_text().replace("credits = 2.0 #", f"credits = {asked} #")
    return editions.adopt(
        people.PROGRAM,
        text=text + "\n# Adopted anew.\n",
        overlay=people.OVERLAY.read_text(),
        source=f"{people.PROGRAM}/{day}.toml",
        by=None,
        at=people.AT,
    )


def page(address, client=None):
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def alice():
    cycle = people.alice()
    return cast.begin(people.who(cycle).user, clock.real_now)


def test_the_page_says_every_rule_and_what_is_not_set():
    policy = policy_by_digest(people.adopted(overlay=False).digest)
    read = page("/guide/")
    for sentence in [each for section in explain(policy) for each in section.sentences]:
        assert sentence.text in read, sentence.id
    assert read.count("Not set.") == len(not_set(policy))
    assert all(each.situation in read for each in examples(policy))
    assert policy.digest in read


def test_a_stranger_reads_the_edition_in_force_today_and_any_other_at_its_address():
    people.adopted()
    later()
    later("2027-01-01", asked="3.0")
    assert "Earn 2.5 CECs" in page("/guide/action-cpt/")
    old, future = page("/guide/action-cpt/2020-01-01/"), page("/guide/action-cpt/2027-01-01/")
    assert "Earn 2.0 CECs" in old
    assert "A newer edition is in force" in old
    assert "Earn 3.0 CECs" in future
    assert "This edition is not in force yet." in future


def test_a_certificant_reads_the_edition_of_their_cycle():
    browser = alice()
    later()
    for address in ("/guide/", "/guide/action-cpt/"):
        read = page(address, browser)
        assert "Earn 2.0 CECs" in read
        assert "These are the rules of your cycle, 15 December 2024 to 15 December 2026." in read
    other = page("/guide/action-cpt/2026-06-01/", browser)
    assert "Your cycle is held to another edition." in other


def test_several_programs_are_a_choice():
    people.adopted()
    people.adopted(overlay=False, program="action-open")
    read = page("/guide/")
    assert "/guide/action-cpt/" in read
    assert "/guide/action-open/" in read
    assert "Earn" not in read


def test_before_any_edition_the_page_says_so():
    assert "No rules are adopted yet" in page("/guide/")


@pytest.mark.parametrize(
    "address",
    [
        "/guide/no-such-program/",
        "/guide/action-cpt/2020-01-02/",
        "/guide/action-cpt/yesterday/",
        "/guide/action-cpt/2020-01-01/receipt.pdf",
        "/guide/action-cpt/2020-01-01/to/2021-01-01/",
    ],
)
def test_what_is_not_there_is_not_found(address):
    people.adopted()
    assert Client().get(address).status_code == 404


def test_a_paper_is_handed_over_once_it_is_made_and_the_page_says_so_before():
    people.adopted()
    address = "/guide/action-cpt/2020-01-01/recertification-guide.pdf"
    assert Client().get(address).status_code == 404
    assert page("/guide/").count("Being made") == 2
    make_papers(people.AT)
    read = page("/guide/")
    assert "Being made" not in read
    assert address in read
    response = Client().get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert "2020-01-01.pdf" in response.headers["Content-Disposition"]
    response.close()


def test_differences_say_what_was_what_is_and_whom_it_reaches():
    people.adopted()
    later()
    read = page("/guide/action-cpt/2020-01-01/to/2026-06-01/")
    assert "Earn 2.0 CECs (20 contact hours) in your cycle." in read
    assert "Earn 2.5 CECs (25 contact hours) in your cycle." in read
    assert "The edition of 1 June 2026 reaches cycles that begin on that day or later." in read
    assert "It is the same edition." in page("/guide/action-cpt/2020-01-01/to/2020-01-01/")


def test_an_edition_whose_rules_are_the_same_is_said_to_change_no_rule():
    people.adopted()
    later(asked="2.0")
    assert "No rule is different." in page("/guide/action-cpt/2020-01-01/to/2026-06-01/")


def test_the_office_reaches_each_edition_and_what_it_changed():
    people.adopted()
    later()
    board = cast.begin(people.user("Bea Board", role="board"), clock.real_now, how="passkey")
    read = page("/office/editions/", board)
    assert "/guide/action-cpt/2026-06-01/" in read
    assert "/guide/action-cpt/2020-01-01/to/2026-06-01/" in read
    assert "What it changed since 1 January 2020" in read
