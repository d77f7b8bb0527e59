"""The review portal: who reaches it, the queue, the desk, and what a reviewer does there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from recert import clock
from recert.actions import activities, queue
from recert.records.education import Activity
from recert.records.history import Event
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    """The pages live in the moment in which the cast lives."""
    monkeypatch.setattr(clock, "now", lambda: people.AT)
    monkeypatch.setattr(clock, "today", lambda *, zone: people.ON)
    return people.AT


@pytest.fixture
def bob(client, now):
    login = people.bob()
    client.force_login(login)
    return login


def desk(activity):
    return reverse("review:activity", args=[activity.pk])


def act(client, activity, name, **given):
    activity.refresh_from_db()
    address = reverse("review:decide", args=[activity.pk, name])
    return client.post(address, {"seen": activity.version, **given})


def status(client, page):
    response = client.get(page)
    if response.streaming:
        response.getvalue()  # a file that is handed over is read to its end, and closed
    return response.status_code


def said(response):
    return " ".join(response.content.decode().split())


# --- who reaches what


def addresses():
    cycle = people.alice()
    activity, application = people.sent(cycle), people.filed(cycle)
    paper = activity.uses.get().evidence
    return [
        reverse("review:queue"),
        desk(activity),
        reverse("review:application", args=[application.pk]),
        reverse("review:page", args=[paper.pk, 1]),
        reverse("review:original", args=[paper.pk]),
        reverse("review:people"),
        reverse("review:certificant", args=[cycle.credential.certificant_id]),
    ]


def test_a_certificant_finds_nothing_here(client, now):
    pages = addresses()
    client.force_login(people.who(people.charlie()).user)
    assert {status(client, page) for page in pages} == {404}


def test_somebody_not_signed_in_is_asked_to_sign_in(client, now):
    assert {status(client, page) for page in addresses()} == {302}


@pytest.mark.parametrize("role", ["reviewer", "officer"])
def test_reviewers_and_officers_reach_every_page(client, now, role):
    pages = addresses()
    client.force_login(people.user("Rita Roles", role=role))
    assert {status(client, page) for page in pages} == {200}


@pytest.mark.parametrize("role", ["board", "operator"])
def test_the_board_and_operators_do_not_review(client, now, role):
    pages = addresses()
    client.force_login(people.user("Rita Roles", role=role))
    assert {status(client, page) for page in pages} == {404}


def test_a_decision_is_not_made_by_looking(client, bob):
    activity = people.sent(people.alice())
    assert client.get(reverse("review:decide", args=[activity.pk, "accept"])).status_code == 405


# --- the queue


def test_what_waits_longest_comes_first(client, bob):
    cycle = people.alice()
    newer = people.sent(cycle, of=people.course(title="Newer"), at=people.later(hours=-2))
    older = people.sent(cycle, of=people.course(title="Older"), at=people.later(days=-9))
    rows = client.get(reverse("review:queue")).context["rows"]
    assert [row.pk for row in rows] == [older.pk, newer.pk]
    assert [row.days for row in rows] == [9, 0]


def test_applications_and_activities_stand_in_one_list(client, bob):
    cycle = people.alice()
    activity, application = people.sent(cycle), people.filed(cycle)
    rows = client.get(reverse("review:queue")).context["rows"]
    assert {(row.kind, row.pk) for row in rows} == {
        ("activity", activity.pk),
        ("application", application.pk),
    }


def tab(client, name, **asked):
    response = client.get(reverse("review:queue"), {"tab": name, **asked})
    return [(row.kind, row.pk) for row in response.context["rows"]]


def test_an_activity_without_evidence_is_the_trainers_turn(client, bob):
    bare = people.sent(people.alice(), with_paper=False)
    assert tab(client, "") == []
    assert tab(client, "trainer") == [("activity", bare.pk)]


def test_a_returned_activity_is_the_trainers_turn(client, bob):
    asked = people.returned(people.alice())
    assert tab(client, "") == []
    assert tab(client, "trainer") == [("activity", asked.pk)]


def test_what_beth_holds_says_so_and_is_not_mine(client, bob):
    activity = people.sent(people.alice())
    queue.take_activity(activity, by=people.beth(), at=people.AT, lease=people.LEASE)
    assert "Held by Beth Reviewer" in said(client.get(reverse("review:queue")))
    assert tab(client, "mine") == []


@pytest.mark.parametrize("minutes, still", [(29, True), (30, False)])
def test_a_hold_lasts_as_long_as_the_body_says(client, bob, minutes, still):
    activity = people.sent(people.alice(), at=people.later(days=-1))
    at = people.later(minutes=-minutes)
    queue.take_activity(activity, by=people.beth(), at=at, lease=people.LEASE)
    assert ("Held by Beth" in said(client.get(reverse("review:queue")))) is still


def test_what_was_decided_today_is_listed_with_its_reason(client, bob):
    people.rejected(people.alice(), because="It was a holiday.")
    page = client.get(reverse("review:queue"), {"tab": "decided"})
    assert "It was a holiday." in said(page)


def test_what_was_decided_yesterday_is_not(client, bob):
    people.rejected(people.alice(), because="It was a holiday.", at=people.later(days=-1))
    page = client.get(reverse("review:queue"), {"tab": "decided"})
    assert "Nothing was decided today" in said(page)


@pytest.mark.parametrize("words", ["ngstr", "Alice", "ANGSTROM", "ALICE_NUMBER"])
def test_a_part_of_a_name_or_number_narrows_the_queue(client, bob, words):
    mine, other = people.sent(people.alice()), people.sent(people.charlie())
    number = mine.certificant.credentials.get().number
    found = tab(client, "", words=words.replace("ALICE_NUMBER", number[3:]))
    assert ("activity", mine.pk) in found
    assert ("activity", other.pk) not in found


def test_kind_provider_and_flags_narrow_the_queue(client, bob):
    cycle = people.alice()
    other = people.dana(slug="other", name="Other School")
    plain = people.sent(cycle)
    longer = people.sent(cycle, of=people.course(other, minutes=60), minutes=90)
    application = people.filed(cycle)
    assert tab(client, "", kind="application") == [("application", application.pk)]
    assert tab(client, "", provider=other.pk) == [("activity", longer.pk)]
    flagged = tab(client, "", flagged="on")
    assert ("activity", longer.pk) in flagged
    assert ("activity", plain.pk) not in flagged


def test_a_filter_that_makes_no_sense_is_left_out(client, bob):
    activity = people.sent(people.alice())
    assert tab(client, "", provider="none", page="-4", kind="?") == [("activity", activity.pk)]
    assert tab(client, "nonsense") == [("activity", activity.pk)]


@pytest.mark.parametrize("how_many", [5, 50])
def test_fifty_cases_cost_no_more_statements_than_five(
    client, bob, how_many, django_assert_max_num_queries
):
    cycle, classes = people.alice(), [people.course() for _ in range(how_many)]
    for each in classes:
        people.sent(cycle, of=each)
    people.filed(people.charlie())
    client.get(reverse("review:queue"))  # the policy's text is read once a process
    with django_assert_max_num_queries(12):
        response = client.get(reverse("review:queue"))
    assert len(response.context["rows"]) == min(how_many + 1, 50)


def test_the_second_page_holds_the_rest(client, bob):
    cycle = people.alice()
    for at in range(51):
        people.sent(cycle, of=people.course(), at=people.later(minutes=-at), with_paper=True)
    assert len(tab(client, "", page=2)) == 1


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


def test_nobody_decides_their_own_case(client, now):
    cycle = people.alice()
    activity = people.sent(cycle)
    alice = people.user("Alice Ångström", role="reviewer")
    client.force_login(alice)
    assert "your own case" in said(client.get(desk(activity)))
    assert act(client, activity, "accept").status_code == 422
    activity.refresh_from_db()
    assert activity.status == "submitted"


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


# --- deciding


def test_accepting_writes_the_ledger_and_goes_to_the_next_case(client, bob):
    cycle = people.alice()
    first = people.sent(cycle, at=people.later(hours=-2))
    second = people.sent(cycle, at=people.later(hours=-1))
    client.get(desk(first))
    response = act(client, first, "accept")
    assert response.headers["Location"] == desk(second)
    assert "Accepted: Kettlebells, Alice Ångström." in said(client.get(desk(second)))
    first.refresh_from_db()
    assert first.status == "accepted"
    assert first.entries.get().steps == 20


def test_after_the_last_case_comes_the_queue(client, bob):
    activity = people.sent(people.alice())
    assert act(client, activity, "accept").headers["Location"] == reverse("review:queue")


def test_a_part_is_accepted_with_a_reason(client, bob):
    activity = people.sent(people.alice())
    act(client, activity, "part", credit="0.4", because="Breaks do not count.")
    activity.refresh_from_db()
    assert activity.status == "accepted_in_part"
    assert activity.entries.get().because == "Breaks do not count."


@pytest.mark.parametrize(
    "given, words",
    [
        ({"credit": "0.4", "because": " "}, "in the ledger is missing"),
        ({"credit": "0.42", "because": "So."}, "Enter a whole number of steps"),
        ({"credit": "1.0", "because": "So."}, "a part is less than that"),
        ({"credit": "0", "because": "So."}, "Enter some credit"),
        ({"credit": "-1", "because": "So."}, "greater than or equal to 0"),
        ({"credit": "lots", "because": "So."}, "Enter a number"),
    ],
)
def test_a_part_that_cannot_be_is_refused_in_words_and_keeps_what_was_written(
    client, bob, given, words
):
    activity = people.sent(people.alice())
    refused = act(client, activity, "part", **given)
    assert refused.status_code == 422
    assert words in said(refused)
    assert f'value="{given["credit"]}"' in said(refused)
    assert not activity.entries.exists()


def test_a_question_goes_back_on_its_field(client, bob):
    activity = people.sent(people.alice())
    act(client, activity, "return", field="minutes", text="Was it ten hours?")
    question = activity.questions.get()
    assert (question.field, question.text) == ("minutes", "Was it ten hours?")


def test_a_chosen_reason_drafts_the_letter(client, bob):
    activity = people.sent(people.alice(), of=people.course(minutes=60), minutes=90)
    page = client.get(desk(activity), {"do": "return", "reason": "hours_differ"})
    draft = page.context["form"].initial
    assert draft["field"] == "minutes"
    assert "You claimed 1 hour 30 minutes" in draft["text"]
    assert "1 contact hour for this class" in draft["text"]


def test_a_rejection_needs_its_reason(client, bob):
    activity = people.sent(people.alice())
    assert act(client, activity, "reject", because="").status_code == 422
    act(client, activity, "reject", because="It was a holiday.")
    activity.refresh_from_db()
    assert activity.status == "rejected"


def test_a_claim_that_changed_meanwhile_is_not_decided(client, bob):
    activity = people.sent(cycle := people.alice())
    seen = activity.version
    people.attached(activity, paper=people.paper(cycle, content=people.honest_pdf(30)))
    address = reverse("review:decide", args=[activity.pk, "part"])
    given = {"credit": "0.4", "because": "Breaks."}
    refused = client.post(address, {"seen": seen, **given})
    assert refused.status_code == 422
    assert "changed this activity while you were looking" in said(refused)
    assert not activity.entries.exists()
    again = client.post(address, {"seen": refused.context["form"]["seen"].value(), **given})
    assert again.status_code == 302


def test_a_decided_activity_is_not_decided_twice(client, bob):
    activity = people.accepted(people.alice())
    refused = act(client, activity, "reject", because="No.")
    assert refused.status_code == 422
    assert "accepted by now" in said(refused)
    activity.refresh_from_db()
    assert activity.status == "accepted"


def test_an_activity_without_evidence_cannot_be_accepted_and_the_reason_is_beside_it(client, bob):
    activity = people.sent(people.alice(), with_paper=False)
    page = said(client.get(desk(activity)))
    assert 'aria-disabled="true"' in page
    assert "there is no evidence" in page
    assert act(client, activity, "accept").status_code == 422
    assert not activity.entries.exists()


def test_where_minutes_are_not_set_the_reviewer_says_the_credit(client, bob):
    edition = people.adopted(overlay=False)
    activity = people.sent(people.alice(edition=edition))
    page = client.get(desk(activity))
    assert "does not set how many minutes make 1.0 CEC" in said(page)
    act(client, activity, "part", credit="0.8", because="By its programme.")
    activity.refresh_from_db()
    assert activity.status == "accepted_in_part"


def test_a_mistaken_entry_is_corrected_and_both_stay(client, bob):
    activity = people.accepted(people.alice())
    assert "Correct the entry" in said(client.get(desk(activity)))
    act(client, activity, "correct", credit="0.5", because="Half was lunch.")
    steps = sorted(activity.entries.values_list("steps", flat=True))
    assert steps == [-20, 10, 20]
    assert "Half was lunch." in said(client.get(desk(activity)))


def test_correcting_to_nothing_leaves_it_rejected(client, bob):
    activity = people.accepted(people.alice())
    act(client, activity, "correct", credit="0", because="Another person's.")
    activity.refresh_from_db()
    assert activity.status == "rejected"


def test_a_case_put_back_is_free_for_others(client, bob):
    activity = people.sent(people.alice())
    client.get(desk(activity))
    client.post(reverse("review:release", args=[activity.pk]))
    activity.refresh_from_db()
    assert activity.held_by is None


def test_no_act_that_does_not_exist(client, bob):
    activity = people.sent(people.alice())
    assert act(client, activity, "bless").status_code == 404


def test_a_draft_is_nobodys_business(client, bob):
    assert client.get(desk(people.drafted(people.alice()))).status_code == 404


@pytest.mark.parametrize("name", ["accept", "part", "return", "reject", "correct"])
@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 40])
def test_no_form_however_bent_breaks_the_desk(client, bob, name, seen):
    activity = people.sent(people.alice())
    address = reverse("review:decide", args=[activity.pk, name])
    given = {"seen": seen, "credit": "1e9", "field": "?", "text": "\x00", "because": "x" * 5000}
    assert client.post(address, given).status_code == 422
    assert Activity.objects.get(pk=activity.pk).status == "submitted"


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
    from dataclasses import replace  # noqa: PLC0415

    from recert.portals import access  # noqa: PLC0415

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
