"""Mail that arrives: into its thread, held, or a report; what never gets lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recert.actions import arriving
from recert.actions.threads import way_in
from recert.outside import mail_in
from recert.outside.addresses import reply_address
from recert.records import asking as looked_for
from recert.records.history import Notice
from recert.records.reminding import ReturnedMail
from recert.records.requests import ArrivedMail
from tests import asking, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    return asking.asked(people.who(people.alice()))


def state(request):
    return looked_for.state_of(looked_for.requests_shown().get(pk=request.pk))


def arrive(raw):
    return asking.taken_in(raw)


# --- answering by mail


def test_an_answer_by_mail_goes_into_its_thread_without_what_it_quotes(request_):
    asking.answered(request_)
    text = "Ten then.\n\nOn 24 November 2026 at 20:00, we wrote:\n> They do not.\n"
    mail = arrive(asking.answer_to(request_, text))
    said = request_.messages.order_by("-id").first()
    assert (said.text, said.side, said.mail) == ("Ten then.", "asker", mail)
    assert "They do not." in mail.text
    assert state(request_) == "ours"


def test_a_closed_request_opens_by_mail(request_):
    asking.closed(asking.answered(request_))
    arrive(asking.answer_to(request_, "Wait!"))
    assert state(request_) == "ours"


@pytest.mark.parametrize(
    "spoil, because",
    [
        ({"sender": "eve@strangers.example"}, "other sender"),
        ({"sender": "nobody"}, "other sender"),
        ({"to": "requests@actioncertification.example"}, "no token"),
        ({"to": reply_address(asking.HOME, number=1, token="0" * 20)}, "wrong token"),
        ({"to": reply_address(asking.HOME, number=999, token="0" * 20)}, "wrong token"),
    ],
)
def test_mail_that_cannot_be_trusted_is_held_and_not_put_into_the_thread(request_, spoil, because):
    given = {"sender": request_.email, "to": reply_address(
        asking.HOME, number=request_.number, token=way_in(request_)
    )}  # fmt: skip
    mail = arrive(asking.letter("Let me in.", **given | spoil))
    assert (mail.became, mail.because) == ("held", because)
    assert mail.text == "Let me in."
    assert request_.messages.count() == 1


def test_the_token_of_one_request_opens_no_other(request_):
    other = asking.asked_by_stranger(email=request_.email)
    to = reply_address(asking.HOME, number=other.number, token=way_in(request_))
    assert arrive(asking.letter("Hi", to=to, sender=request_.email)).because == "wrong token"


def test_the_same_mail_is_taken_in_once_by_whichever_way_it_comes(request_):
    raw = asking.answer_to(request_, "Ten then.")
    first = arrive(raw)
    assert arrive(b"Received: by another.example\r\n" + raw) == first
    assert request_.messages.count() == 2


def test_another_mail_under_the_same_identity_is_held_and_not_lost(request_):
    arrive(asking.answer_to(request_, "Ten then."))
    raw = asking.answer_to(request_, "Eleven!")
    mail = arrive(raw)
    assert (mail.because, mail.text) == ("same identity", "Eleven!")
    assert arrive(raw) == mail
    assert ArrivedMail.objects.count() == 2


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}])
def test_machines_are_kept_and_nobody_answers_them(request_, header):
    asking.closed(asking.answered(request_))
    before = Notice.objects.count()
    mail = arrive(asking.answer_to(request_, "I am away.", **header))
    assert (mail.became, mail.request) == ("automatic", request_)
    assert state(request_) == "closed"
    assert Notice.objects.count() == before


def test_a_mail_without_words_is_a_message_still(request_):
    arrive(asking.answer_to(request_, ""))
    assert request_.messages.order_by("-id").first().text == "–"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.booleans())
def test_whatever_arrives_is_kept_and_told_apart(request_, tail, to_us):
    head = asking.answer_to(request_, "x").partition(b"\n\n")[0] + b"\n" if to_us else b""
    arrived = mail_in.read(head + tail)
    mail = arriving.take_in(arrived, home=asking.HOME, answer_by=asking.LATER, at=people.AT)
    assert mail.digest == arrived.digest or mail.text == arrived.text
    assert mail.became in {"message", "held", "automatic", "return"}


# --- mail that came back


def notice_of(request):
    return Notice.objects.get(context__request=request.pk, template="request_received")


@pytest.mark.parametrize(
    "code, action, flagged",
    [("5.1.1", "failed", True), ("4.2.2", "delayed", False), ("4.4.7", "failed", False)],
)
def test_mail_that_came_back_is_shown_and_for_good_it_is_a_flag(request_, code, action, flagged):
    mail = arrive(asking.report(notice_of(request_), code=code, action=action))
    row = ReturnedMail.objects.get()
    assert (mail.became, row.notice, row.permanent) == ("return", notice_of(request_), flagged)
    assert (row in looked_for.returned_for_good()) is flagged
    assert looked_for.certificants_returning().exists() is flagged


def test_a_report_is_taken_once(request_):
    for _ in range(2):
        arrive(asking.report(notice_of(request_)))
    assert ReturnedMail.objects.count() == 1


def test_nobody_flags_an_address_without_having_seen_the_mail(request_):
    raw = asking.report(notice_of(request_))
    forged = raw.replace(f"<notice-{notice_of(request_).pk}.".encode(), b"<notice-1.00")
    assert arrive(forged).because == "report unknown"
    assert not ReturnedMail.objects.exists()


def test_a_forwarded_address_flags_the_one_that_we_wrote_to(request_):
    raw = asking.report(notice_of(request_)).replace(
        b"rfc822;alice@recert.example", b"rfc822;alice@forwarded.example"
    )
    arrive(raw)
    row = ReturnedMail.objects.get()
    assert row.address == "alice@recert.example"
    assert "alice@forwarded.example" in row.diagnostic


def test_a_flagged_address_is_still_told_what_was_decided(request_):
    arrive(asking.report(notice_of(request_)))
    asking.answered(request_)
    answer = Notice.objects.get(template="request_answered")
    assert (answer.to, answer.sent_at, answer.refused_at) == ("alice@recert.example", None, None)


def test_a_changed_address_has_no_flag(request_):
    arrive(asking.report(notice_of(request_)))
    person = request_.certificant
    person.email = "new@recert.example"
    person.save()
    assert not looked_for.certificants_returning().exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_mail_by_two_ways_at_the_same_moment_is_one_message(together):
    request = asking.asked(people.who(people.alice()))
    raw = asking.answer_to(request, "Ten then.")
    came = together(*[lambda: arrive(raw)] * 4)
    assert not [each for each in came if isinstance(each, Exception)]
    assert request.messages.count() == 2
    assert ArrivedMail.objects.count() == 1
