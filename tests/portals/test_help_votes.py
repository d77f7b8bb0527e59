"""Votes on help articles: one a reader, which step failed, and what the board sees of them."""

from datetime import date, timedelta

import pytest
from django.test import Client

from recert import clock
from recert.actions import articles as actions
from recert.portals.help import views
from recert.records.help import ArticleVote, tally_of
from tests import people
from tests.portals import cast

pytestmark = pytest.mark.django_db
HOW = "/help/how-do-i-get-recertified/"
VERSION = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    views.VOTES.forget()


def page(address=HOW, client=None):
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def signed_in(cycle):
    return cast.begin(people.who(cycle).user, clock.real_now)


def say(client=None, **said):
    return (client or Client()).post(f"{HOW}vote/", said, follow=True)


def votes():
    return [(vote.helpful, vote.step, vote.words) for vote in ArticleVote.objects.order_by("id")]


def test_a_reader_has_one_vote_and_may_change_their_mind():
    people.adopted()
    browser = Client()
    say(browser, helpful="yes")
    say(browser, helpful="yes")
    assert votes() == [(True, "", "")]
    assert "1 of 1 found this helpful" in page(client=browser)
    say(browser, helpful="no")
    assert votes() == [(False, "", "")]
    assert "0 of 1 found this helpful" in page(client=browser)


def test_other_readers_are_counted_beside_them():
    people.adopted()
    for helpful in ("no", "no", "no"):
        say(helpful=helpful)
    assert "0 of 3 found this helpful" in page()
    say(helpful="yes")
    assert "1 of 4 found this helpful" in page()


def test_a_no_asks_which_step_failed_and_keeps_it_with_the_words():
    people.adopted()
    browser = Client()
    assert "Which step failed?" not in page(client=browser)
    asked = say(browser, helpful="no").content.decode()
    assert "Which step failed?" in asked
    assert "Take classes" in asked
    told = say(browser, helpful="no", tell="1", step="classes", words="  None near me. ")
    assert "Thank you. It is counted." in told.content.decode()
    assert votes() == [(False, "classes", "None near me.")]
    say(browser, helpful="yes")
    assert votes() == [(True, "", "")]


@pytest.mark.parametrize(
    "said",
    [
        {"helpful": "perhaps"},
        {},
        {"helpful": "no", "step": "no-such-step"},
        {"helpful": "no", "words": "x" * (actions.LONGEST_WORDS + 1)},
        {"helpful": "no", "words": "\x00"},
    ],
)
def test_a_vote_that_cannot_be_is_refused_and_counts_nothing(said):
    people.adopted()
    assert say(**said).status_code == 422
    assert votes() == []


def test_who_signs_in_after_voting_still_has_one_vote():
    cycle = people.alice()
    browser = Client()
    say(browser, helpful="no")
    browser.cookies["recert"] = signed_in(cycle).cookies["recert"].value
    say(browser, helpful="yes")
    assert votes() == [(True, "", "")]
    vote = ArticleVote.objects.get()
    assert (vote.user, vote.visitor) == (people.who(cycle).user, "")


def test_a_login_has_one_vote_on_all_its_devices():
    cycle = people.alice()
    for helpful in ("yes", "no"):
        say(signed_in(cycle), helpful=helpful)
    assert votes() == [(False, "", "")]


def test_a_forged_token_is_no_token():
    people.adopted()
    browser = Client()
    say(browser, helpful="yes")
    browser.cookies["reader"] = browser.cookies["reader"].value.replace(":", "x:", 1)
    say(browser, helpful="yes")
    assert len(votes()) == 2


def test_of_a_browser_only_a_digest_is_kept_and_the_cookie_goes_to_the_help_pages_alone():
    people.adopted()
    browser = Client()
    say(browser, helpful="yes")
    cookie = browser.cookies["reader"]
    assert ArticleVote.objects.get().visitor not in cookie.value
    assert len(ArticleVote.objects.get().visitor) == 64
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/help/", True, "Lax")


def test_too_many_votes_from_one_address_are_turned_away(monkeypatch):
    people.adopted()
    monkeypatch.setattr(views.VOTES, "times", 2)
    assert [say(helpful="no").status_code for _ in range(3)] == [200, 200, 429]
    assert len(votes()) == 2


def test_another_text_begins_with_no_votes():
    actions.vote(
        actions.Ballot("how", VERSION, helpful=False),
        voter=actions.Voter(None, "a" * 64),
        at=people.AT,
    )
    assert tally_of("how", version_on=VERSION).everybody == 1
    assert tally_of("how", version_on=VERSION + timedelta(days=1)).everybody == 0


# --- what the board sees


def office(role="board"):
    return cast.begin(
        people.user(f"{role.title()} Staff", role=role), clock.real_now, how="passkey"
    )


def test_the_board_sees_which_step_fails_most_and_in_what_words():
    people.adopted()
    for step, words in [("classes", "None near me."), ("classes", ""), ("fee", "How much?")]:
        say(helpful="no", tell="1", step=step, words=words)
    say(helpful="yes")
    browser = office()
    listed = page("/office/articles/", browser)
    assert "1 of 4" in listed
    assert listed.index("Take classes") < listed.index("no votes</span>")
    read = page("/office/articles/how-do-i-get-recertified/2020-01-01/", browser)
    assert "It helped 1, and did not help 3." in read
    assert read.index("Take classes") < read.index("Pay the fee")
    assert "None near me." in read
    assert "How much?" in read


def test_what_readers_write_is_only_text():
    people.adopted()
    say(helpful="no", tell="1", words="<script>alert(1)</script>")
    read = page("/office/articles/how-do-i-get-recertified/2020-01-01/", office())
    assert "<script>alert" not in read
    assert "&lt;script&gt;" in read


def test_without_votes_the_board_is_told_so():
    people.adopted()
    browser = office("officer")
    assert "no votes" in page("/office/articles/", browser)
    read = page("/office/articles/what-counts/2020-01-01/", browser)
    assert "Nobody has named a step." in read
    assert "Nobody has written anything." in read
    assert browser.get("/office/articles/what-counts/2021-01-01/").status_code == 404


def test_the_list_of_articles_asks_the_same_however_many_voted(django_assert_num_queries):
    people.adopted()
    browser = office()
    with django_assert_num_queries(6):
        browser.get("/office/articles/")
    for _ in range(3):
        say(helpful="no", step="fee")
    with django_assert_num_queries(6):
        browser.get("/office/articles/")
