"""What a reviewer decides at the desk, and what is refused in words."""

import pytest
from django.urls import reverse

from recert import clock
from recert.records.education import Activity
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


def test_a_mistaken_rejection_is_taken_back_with_its_reason(client, bob):
    activity = people.rejected(people.alice())
    form = said(client.get(f"{desk(activity)}?do=reconsider"))
    assert "Take the rejection back" in form
    assert 'value="1.0"' in form
    act(client, activity, "reconsider", credit="0.5", because="It is about training people.")
    activity.refresh_from_db()
    assert activity.status == "accepted_in_part"
    assert [entry.steps for entry in activity.entries.all()] == [10]
    assert "It is about training people." in said(client.get(desk(activity)))
    page = said(client.get(reverse("review:queue"), {"tab": "decided"}))
    assert "Accepted after all" in page


def test_a_rejection_without_evidence_is_not_offered_to_be_taken_back(client, bob):
    activity = people.rejected(people.alice(), with_paper=False)
    page = said(client.get(desk(activity)))
    assert "do=reconsider" not in page
    assert "Rejected, and there is no evidence" in page
    refused = act(client, activity, "reconsider", credit="0.5", because="It is.")
    assert refused.status_code == 422
    assert "no evidence for this activity" in said(refused)


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


@pytest.mark.parametrize("name", ["accept", "part", "return", "reject", "correct", "reconsider"])
@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 40])
def test_no_form_however_bent_breaks_the_desk(client, bob, name, seen):
    activity = people.sent(people.alice())
    address = reverse("review:decide", args=[activity.pk, name])
    given = {"seen": seen, "credit": "1e9", "field": "?", "text": "\x00", "because": "x" * 5000}
    assert client.post(address, given).status_code == 422
    assert Activity.objects.get(pk=activity.pk).status == "submitted"


def test_a_form_fetched_alone_speaks_of_the_version_that_the_page_shows(client, bob):
    activity = people.sent(cycle := people.alice())
    page = said(client.get(desk(activity)))
    fetched = f"{desk(activity)}?do=reject&amp;seen={activity.version}"
    assert f'hx-get="{fetched}"' in page
    people.attached(activity, paper=people.paper(cycle, content=people.honest_pdf(30)))
    form = client.get(fetched.replace("&amp;", "&")).context["form"]
    address = reverse("review:decide", args=[activity.pk, "reject"])
    refused = client.post(address, {"seen": form["seen"].value(), "because": "Not taught."})
    assert refused.status_code == 422
    assert "changed this activity while you were looking" in said(refused)


def test_a_form_opened_with_its_page_speaks_of_the_claim_as_it_is(client, bob):
    activity = people.sent(people.alice())
    form = client.get(desk(activity), {"do": "reject"}).context["form"]
    assert form["seen"].value() == activity.version
