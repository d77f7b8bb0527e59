"""What a paper application lists, entered at the office by whoever matches it."""

import pytest

from recert import clock
from recert.records.models import Activity, Application
from tests import people, sending
from tests.portals import cast
from tests.portals.test_office_uploads import SIGNED, main, match, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(monkeypatch):
    """Bob, at noon in Los Angeles on 24 November 2026."""
    monkeypatch.setattr(clock, "real_now", lambda: people.AT)
    return cast.begin(people.bob(), clock.real_now, how="passkey")


LINE = {"row1-completed_on": "2026-05-04", "row1-what": "Anatomy", "row1-provider_name": "A school"}


def test_what_a_signed_paper_lists_is_sent_and_says_who_entered_it(bob):
    cycle, upload, card = people.alice(), sending.upload(name="application.pdf"), sending.upload()
    given = SIGNED | LINE | {"row1-hours": "2", "row1-evidence": card.pk}
    page = main(
        bob.get(f"/office/uploads/{upload.pk}/?as=application&person={people.who(cycle).pk}")
    )
    assert "Class: code or title" in page
    match(bob, upload, "application", people.who(cycle), cycle=cycle.pk, **given)
    sent = Activity.objects.get()
    assert (sent.status, sent.minutes, sent.uses.get().evidence.digest) == (
        "submitted", 120, card.digest,
    )  # fmt: skip
    alice = cast.begin(people.who(cycle).user, clock.real_now)
    page = words(alice.get(f"/trainer/activities/{sent.key}/"))
    assert "Bob Reviewer entered it from your signed paper of 24 November 2026" in page


@pytest.mark.parametrize(
    "wrong, words_", [({"row1-completed_on": "never"}, "Line 1"), ({}, "Enter how long it was")]
)
def test_a_line_of_a_paper_that_is_not_whole_is_sent_back_with_words(bob, wrong, words_):
    cycle, upload = people.alice(), sending.upload()
    given = SIGNED | LINE | wrong
    answer = match(bob, upload, "application", people.who(cycle), cycle=cycle.pk, **given)
    assert answer.status_code == 422
    assert words_ in words(answer)
    assert not Application.objects.exists()
