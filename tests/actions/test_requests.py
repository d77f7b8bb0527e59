"""Particulars of requests and of mail: whose turn, what is held, what never gets lost."""

import uuid
from datetime import timedelta

import pytest

from recert.actions import answering, requests
from recert.actions.refusals import ChangedMeanwhile, HeldByAnother
from recert.records import asking as looked_for
from recert.records.history import Notice
from recert.records.requests import Request, RequestMessage
from tests import asking, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return people.alice()


@pytest.fixture
def request_(cycle):
    return asking.asked(people.who(cycle))


def state(request):
    return looked_for.state_of(looked_for.requests_shown().get(pk=request.pk))


# --- whose turn it is, and by when


def test_a_request_goes_to_and_fro_until_it_is_closed_and_opens_when_its_asker_writes(request_):
    seen = [state(request_)]
    for step in (asking.answered, asking.written, asking.answered, asking.closed, asking.written):
        step(request_)
        request_.refresh_from_db()
        seen.append(state(request_))
    assert seen == ["ours", "asker", "ours", "asker", "closed", "ours"]


def test_an_answer_is_promised_anew_when_it_becomes_our_turn_and_not_while_it_is(request_):
    asking.written(request_)
    request_.refresh_from_db()
    assert request_.promised_on == asking.ANSWER_BY
    asking.written(asking.answered(request_))
    request_.refresh_from_db()
    assert request_.promised_on == asking.LATER


def test_a_note_that_only_staff_see_is_nobodys_turn(request_):
    answering.add_note(
        asking.answered(request_), text="She asks well.", key=uuid.uuid4(), by=people.bob(),
        at=people.AT,
    )  # fmt: skip
    asking.written(request_)
    request_.refresh_from_db()
    assert request_.promised_on == asking.LATER


def test_whoever_answers_keeps_the_request_and_another_may_answer_once_they_are_done(request_):
    asking.answered(request_, by=people.beth())
    asking.answered(request_, by=people.bob(), text="And one more thing.")
    assert request_.assigned_to == people.beth()


@pytest.mark.parametrize("minutes, held", [(29, True), (30, False)])
def test_somebody_who_began_an_answer_keeps_it_for_as_long_as_the_body_says(
    request_, minutes, held
):
    answering.take(request_, by=people.beth(), at=people.AT, lease=people.LEASE)
    at = people.later(minutes=minutes)
    answer = lambda: asking.answered(request_, by=people.bob(), at=at)  # noqa: E731
    if held:
        with pytest.raises(HeldByAnother):
            answer()
    else:
        answer()


def test_a_discarded_request_is_held_again_when_its_asker_writes(cycle):
    request = asking.asked(people.who(cycle), held="often")
    answering.discard(request, by=people.bob(), at=people.AT)
    asking.written(request, text="I am no machine.")
    assert state(request) == "held"
    assert not Notice.objects.filter(context__request=request.pk).exists()


def test_certificants_are_told_where_they_are_now_and_strangers_where_they_wrote_from(cycle):
    person, request = people.who(cycle), asking.asked(people.who(cycle))
    person.email = "new@recert.example"
    person.save()
    asking.answered(request)
    asking.answered(stranger := asking.asked_by_stranger())
    answers = Notice.objects.filter(template="request_answered")
    assert answers.get(context__request=request.pk).to == "new@recert.example"
    assert answers.get(context__request=stranger.pk).to == "eve@strangers.example"


# --- at the same moment


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_the_same_moment_one_goes_out(together):
    request = asking.asked(people.who(people.alice()))
    bob, beth = people.bob(), people.beth()

    def answer(by):
        brought = asking.looking(request, by=by)
        return lambda: answering.answer(
            request, text=f"From {by.name}", key=uuid.uuid4(), brought=brought
        )

    came = together(answer(bob), answer(beth))
    assert sorted(type(each).__name__ for each in came) == ["ChangedMeanwhile", "RequestMessage"]
    assert any(isinstance(each, ChangedMeanwhile) for each in came)
    assert RequestMessage.objects.filter(side="staff").count() == 1
    assert Notice.objects.filter(template="request_answered").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_numbers_follow_each_other_and_a_form_is_one_request_at_the_same_moment(together):
    person, key = people.who(people.alice()), uuid.uuid4()
    same = [lambda: asking.asked(person, key=key)] * 4
    others = [lambda: asking.asked_by_stranger(key=uuid.uuid4())] * 4
    came = together(*same, *others)
    assert not [each for each in came if isinstance(each, Exception)]
    assert sorted(Request.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_day_promised_long_ago_is_promised_anew_when_a_held_request_is_let_in(cycle):
    request = asking.asked(people.who(cycle), held="often")
    late = asking.LATER + timedelta(days=30)
    answering.release(request, answer_by=late, by=people.bob(), at=people.AT)
    request.refresh_from_db()
    assert request.promised_on == late


def test_a_form_used_for_other_words_keeps_both(request_):
    key = uuid.uuid4()
    for text in ("One.", "Two.", "One."):
        requests.write(request_, text=text, key=key, answer_by=asking.LATER, by=None, at=people.AT)
    assert list(request_.messages.order_by("id").values_list("text", flat=True)) == [
        "Do breaks count?", "One.", "Two.",
    ]  # fmt: skip
