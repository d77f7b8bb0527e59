"""The desk: who may decide, what is shown of a claim, and the evidence as pictures."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from recert import clock
from recert.actions import activities, queue
from recert.portals import access
from recert.records.history import Event
from tests import people
from tests.portals.reviewing import act, desk, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(client, monkeypatch):
    """Bob is signed in, and the pages live in the moment in which the cast lives."""
    monkeypatch.setattr(clock, "now", lambda: people.AT)
    login = people.bob()
    client.force_login(login)
    return login


# --- the desk


def test_opening_a_case_takes_it(client, bob):
    activity = people.sent(people.alice())
    assert client.get(desk(activity)).status_code == 200
    activity.refresh_from_db()
    assert activity.held_by == bob


def test_the_second_reviewer_is_told_who_holds_it_and_may_only_read(client, bob):
    activity = people.sent(people.alice())
    queue.take_activity(activity, by=people.beth(), at=people.AT, lease=people.LEASE)
    page = said(client.get(desk(activity)))
    assert "Beth Reviewer has taken this case." in page
    assert "Put back" not in page
    refused = act(client, activity, "accept")
    assert refused.status_code == 422
    assert "Beth Reviewer has taken this case" in said(refused)


def test_nobody_decides_their_own_case(client, bob):
    cycle = people.alice()
    activity = people.sent(cycle)
    alice = people.user("Alice Ångström", role="reviewer")
    client.force_login(alice)
    assert "your own case" in said(client.get(desk(activity)))
    assert act(client, activity, "accept").status_code == 422
    activity.refresh_from_db()
    assert activity.status == "submitted"


def test_nobody_corrects_their_own_entry(client, bob):
    activity = people.accepted(people.alice())
    client.force_login(people.user("Alice Ångström", role="reviewer"))
    assert "Correct the entry" not in said(client.get(desk(activity)))
    assert act(client, activity, "correct", credit="2", because="More.").status_code == 422
    assert activity.entries.count() == 1


def test_the_desk_says_what_accepting_would_do(client, bob):
    cycle = people.alice()
    people.accepted(cycle)
    activity = people.sent(cycle, of=people.course(minutes=300))
    outlook = client.get(desk(activity)).context["case"].outlook
    assert outlook.unit.say(outlook.counted) == "1.0 CECs"
    assert outlook.unit.say(outlook.then_counted) == "1.5 CECs"


def test_an_activity_from_before_the_cycle_gives_nothing_and_the_desk_says_so(client, bob):
    cycle = people.alice()
    activity = people.sent(cycle, completed_on=cycle.begins_on - timedelta(days=1))
    page = client.get(desk(activity))
    assert page.context["case"].outlook.gives == 0
    assert "before the first day of the cycle" in said(page)


def test_the_first_day_of_the_cycle_is_inside(client, bob):
    cycle = people.alice()
    activity = people.sent(cycle, completed_on=cycle.begins_on)
    assert client.get(desk(activity)).context["case"].outlook.gives > 0


def test_differences_come_first(client, bob):
    activity = people.sent(people.alice(), of=people.course(minutes=60), minutes=90)
    lines = client.get(desk(activity)).context["lines"]
    assert (lines[0].label, lines[0].mark) == ("Contact hours", "differs")
    assert {line.mark for line in lines[1:]} == {"agrees"}


def test_the_same_file_from_two_people_is_shown(client, bob):
    twin = people.paper(people.charlie(), content=people.honest_pdf(40))
    activity = people.drafted(cycle := people.alice())
    paper = people.paper(cycle, content=people.honest_pdf(40))
    assert paper.digest == twin.digest
    people.attached(activity, paper=paper)
    activities.submit(activity, by=people.who(cycle).user, on=people.ON, at=people.AT)
    assert "The same file came from somebody else." in said(client.get(desk(activity)))


@pytest.mark.parametrize("how_many", [1, 20])
def test_the_desk_costs_no_more_statements_where_more_waits(
    client, bob, how_many, django_assert_max_num_queries
):
    cycle = people.alice()
    for _ in range(how_many):
        activity = people.sent(cycle, of=people.course())
    client.get(desk(activity))
    with django_assert_max_num_queries(39):
        client.get(desk(activity))


# --- evidence


def test_each_look_at_evidence_is_written_down(client, bob):
    paper = people.sent(people.alice()).uses.get().evidence
    looks = Event.objects.filter(name="evidence.read", by=bob, subject_id=str(paper.pk))
    picture = client.get(reverse("review:page", args=[paper.pk, 1]))
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/webp")
    assert looks.count() == 1
    original = client.get(reverse("review:original", args=[paper.pk]))
    assert original.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in original.headers["Content-Security-Policy"]
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    assert original.getvalue().startswith(b"%PDF-")
    assert looks.count() == 2


def test_a_page_that_is_not_there_is_not_there(client, bob):
    paper = people.sent(people.alice()).uses.get().evidence
    for number in (0, 2):
        assert client.get(reverse("review:page", args=[paper.pk, number])).status_code == 404


def test_what_no_scanner_saw_is_shown_only_where_the_body_says_so(client, bob, monkeypatch):
    activity = people.drafted(cycle := people.alice())
    paper = people.paper(cycle, scan="not scanned")
    people.attached(activity, paper=paper)
    activities.submit(activity, by=people.who(cycle).user, on=people.ON, at=people.AT)
    picture = reverse("review:page", args=[paper.pk, 1])
    assert client.get(picture).status_code == 200
    assert "Not scanned" in said(client.get(desk(activity)))
    body = people.body()
    strict = replace(body, files=replace(body.files, release_not_scanned=False))
    monkeypatch.setattr(access, "the_body", lambda: strict)
    assert client.get(picture).status_code == 404
    assert "Held back" in said(client.get(desk(activity)))
