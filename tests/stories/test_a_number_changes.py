"""A number of the rules is changed in the policy file, and every text that speaks of it follows.

Bea was certified after the change, Alice before it: each reads the rules of her own cycle, on every
page, in the Guide's paper and in the mail that reminds her. Nothing else was touched.
"""

from datetime import date

import pytest
from django.core import mail
from django.test import Client

from recert import clock
from recert.actions import editions, reminders
from recert.jobs import table
from recert.jobs.edition_papers import make_papers
from tests import people as cast
from tests.outside.papers import words
from tests.portals.signing import sign_in
from tests.stories.record import at_noon, everything_holds

pytestmark = pytest.mark.django_db
CHANGES = (("credits = 2.0 #", "credits = 3.5 #"), ("years = 2 #", "years = 3 #"))
OLD, NEW = date(2020, 1, 1), date(2026, 6, 1)


@pytest.fixture
def now(monkeypatch):
    """Move the clock of the pages to noon of a day."""
    return lambda on: monkeypatch.setattr(clock, "real_now", lambda: at_noon(on))


def adopted_anew():
    """The same file with two numbers changed, in force from 1 June 2026."""
    text = cast.EDITION.read_text()
    for old, new in CHANGES:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return editions.adopt(
        cast.PROGRAM, text=text, overlay=cast.OVERLAY.read_text(),
        source=f"{cast.PROGRAM}/{NEW}.toml", by=None, at=cast.AT,
    )  # fmt: skip


def reads(client, address):
    response = client.get(address)
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers if response.streaming else ():
        close()  # the answer's own close() would end the database of the test, too
    return content if response.streaming else _main(content)


def _main(content):
    """The page without the demonstration's bar, which tells of other people."""
    return " ".join(content.decode().partition("<main")[2].split())


def everything_read(client, edition):
    """What a reader finds: the article, the Guide with its examples and days, the Guide's paper."""
    guide = f"/guide/{cast.PROGRAM}/{edition}/"
    paper = " ".join(words(reads(client, f"{guide}recertification-guide.pdf")).split())
    article = reads(client, "/help/how-do-i-get-recertified/")
    return {"article": article, "guide": reads(client, guide), "paper": paper}


def reminded(cycle, *, on):
    """The first line of the mail that goes out on a day."""
    reminders.owe_due(cast.body().reminders, on=on, at=at_noon(on))
    table.send_notices(at_noon(on))
    (sent,) = [each for each in mail.outbox if each.to == [cast.who(cycle).email]]
    return sent.body.splitlines()[0]


def test_two_numbers_change_and_every_text_for_those_they_reach(now):
    first, second = cast.adopted(), adopted_anew()
    alice = cast.alice(edition=first, certified_on=date(2025, 12, 1))
    bea = cast.certified(cast.enrolled("Bea Berg"), edition=second, certified_on=date(2026, 7, 1))
    assert (alice.ends_on, bea.ends_on) == (date(2027, 12, 1), date(2029, 7, 1))
    now(cast.ON)
    assert make_papers(cast.AT) == 4
    for cycle, edition, said, not_said in (
        (
            alice,
            OLD,
            ("2.0 CECs", "1.95 CECs", "2 years", "10 March 2022"),
            ("3.5 CECs", "3 years"),
        ),
        (bea, NEW, ("3.5 CECs", "3.45 CECs", "3 years", "10 March 2030"), ("2.0 CECs", "2 years")),
    ):
        client = sign_in(Client(), cast.who(cycle))
        for place, text in everything_read(client, edition).items():
            examples = () if place == "article" else said
            assert all(each in text for each in (*said[::2], *examples)), (place, said)
            assert not any(each in text for each in not_said), (place, not_said)

    # Half of each cycle: the mail carries the number of the rules that the cycle is held to.
    assert reminded(alice, on=date(2026, 12, 1)).startswith("0.0 of 2.0 CECs, 2.0 to go, 365 days")
    assert reminded(bea, on=date(2027, 12, 31)).startswith("0.0 of 3.5 CECs, 3.5 to go, 548 days")
    everything_holds()


def test_how_two_editions_differ_is_said_on_a_page(now):
    cast.adopted(), adopted_anew()
    now(cast.ON)
    page = reads(Client(), f"/guide/{cast.PROGRAM}/{OLD}/to/{NEW}/")
    for said in ("2.0 CECs", "3.5 CECs", "2 years", "3 years"):
        assert said in page
