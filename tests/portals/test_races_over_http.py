"""Sixteen browsers press the same button at the same moment, at the product's own server.

Whatever the answers are, the thing happens once, and no answer is a fault of ours. On SQLite the
same holds with eight that write at once: they wait for each other, and nobody hears of a lock.
"""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from recert import clock
from recert.records.applications import Application, Decision
from recert.records.models import Activity, LedgerEntry
from recert.records.payments import Payment
from tests import people
from tests.portals import cast
from tests.served import Visitor, at_once, served

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.loopback,
    pytest.mark.long,
]
ROUNDS = 5


@pytest.fixture
def server(tmp_path):
    with served(tmp_path) as server:
        yield server
        assert server.process.poll() is None
        assert "Traceback" not in server.said()


# The server lives in the real day, so everybody here does.
AT = clock.real_now()
ON = AT.astimezone(people.body().tz).date()
DONE_ON = ON - timedelta(days=30)


def alice():
    """Alice, whose cycle ends in some weeks."""
    return people.alice(certified_on=ON - timedelta(days=700), at=AT)


def filed(*, is_paid=False):
    """Her application, which has the credits that it needs."""
    cycle = alice()
    for _ in range(2):
        people.accepted(cycle, at=AT, completed_on=DONE_ON)
    application = people.filed(cycle, on=ON, at=AT)
    if is_paid:
        people.paid(application, on=ON, at=AT)
    return application


def many():
    return 16 if connection.vendor == "postgresql" else 8


def visitors(server, user, *, count):
    sessions = [cast.begin(user, clock.real_now, how="passkey").cookies["recert"].value]
    return [Visitor(server, sessions[0]) for _ in range(count)]


def pressed(browsers, page, path, values):
    """Have each open the page, then press the button together; the statuses."""
    for one in browsers:
        assert one.get(page)[0] == 200
    came = at_once(*[partial(one.post, path, values) for one in browsers])
    faults = [each for each in came if isinstance(each, Exception) or each[0] >= 500]
    assert not faults, faults
    return [status for status, _page in came]


def test_an_activity_sent_by_all_at_once_is_one(server):
    cycle = alice()
    for _ in range(ROUNDS):
        key = uuid.uuid4()
        values = {"title": "Mobility", "provider_name": "Dana", "kind": "self_study", "hours": 3,
                  "minutes": 0, "completed_on": DONE_ON, "do": "keep"}  # fmt: skip
        browsers = visitors(server, people.who(cycle).user, count=many())
        pressed(browsers, "/trainer/activities/add/", f"/trainer/activities/{key}/", values)
        assert Activity.objects.filter(key=key).count() == 1


def test_an_application_filed_by_all_at_once_is_filed_once(server):
    cycle = alice()
    people.accepted(cycle, at=AT, completed_on=DONE_ON)
    page = f"/trainer/cycles/{cycle.pk}/application/file/"
    browsers = visitors(server, people.who(cycle).user, count=many())
    agreed = {f"declaration_{each}": "on" for each in people.agreed(ON)}
    came = pressed(browsers, page, page, agreed)
    assert 302 in came
    assert Application.objects.filter(cycle=cycle).exclude(filed_on=None).count() == 1


def test_a_fee_recorded_by_all_at_once_is_received_once(server):
    application = filed()
    page = f"/office/application/{application.pk}/payment/"
    browsers = visitors(server, people.olga(), count=many())
    values = {"amount": "75.00", "method": "check", "reference": "1", "received_on": ON}
    came = pressed(browsers, page, page, values)
    assert came.count(302) == 1
    assert Payment.objects.filter(application=application).count() == 1


def test_two_reviewers_decide_at_once_and_one_decision_stands(server):
    application = filed(is_paid=True)
    desk = f"/review/application/{application.pk}/"
    seen = {"seen": people.looking(application).seen, "reason": "As it is."}
    bob = visitors(server, people.bob(), count=many() // 2)
    eve = visitors(server, people.user("Eve Else", role="reviewer"), count=many() // 2)
    for one in (*bob, *eve):
        assert one.get(desk)[0] == 200
    came = at_once(
        *[partial(one.post, f"{desk}approve/", seen) for one in bob],
        *[partial(one.post, f"{desk}deny/", seen) for one in eve],
    )
    faults = [each for each in came if isinstance(each, Exception) or each[0] >= 500]
    assert not faults, faults
    assert Decision.objects.filter(application=application).count() == 1


def test_an_activity_accepted_by_all_at_once_is_granted_once(server):
    activity = people.sent(alice(), at=AT, on=ON, completed_on=DONE_ON)
    desk = f"/review/activity/{activity.pk}/"
    browsers = visitors(server, people.bob(), count=many())
    values = {"seen": people.reviewing(activity).seen}
    pressed(browsers, desk, f"{desk}accept/", values)
    assert LedgerEntry.objects.filter(activity=activity).count() == 1
