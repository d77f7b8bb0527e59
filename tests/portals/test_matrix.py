"""Everybody at every door: who is let in, who is asked to sign in, who finds nothing there.

The table is matrix.py. Alice owns what the addresses name; Charlie is another certificant; the
others work for the body. Somebody who is let in may still be told that it cannot be done now.
"""

import io
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from recert import clock
from recert.actions import calendars, reminders, review_activities
from recert.actions.documents import keep_certificate, keep_paper, keep_receipt
from recert.actions.sign_ins import open_enrolment
from recert.actions.upload_links import make_link
from recert.outside import files, mail
from recert.records.models import EvidenceUse, FeeLine
from recert.records.policies import edition_of
from tests import examined, offering, people, sending
from tests.actions.happenings_of_classes import planned
from tests.outside.hostile import honest_pdf
from tests.portals import asked, cast
from tests.portals.matrix import ACTORS, CONTACT, NOBODY, ROUTES, STAFF, WORDS

IN, ASKED, NOTHING = "let in", "asked to sign in", "not there"


def addresses(patterns, inside=""):
    """The name of every address that the product answers at."""
    for one in patterns:
        if hasattr(one, "url_patterns"):
            namespace = f"{one.namespace}:" if one.namespace else ""
            yield from addresses(one.url_patterns, inside + namespace)
        else:
            yield f"{inside}{one.name}"


def test_every_address_stands_in_the_table_and_no_other():
    assert sorted(addresses(get_resolver().url_patterns)) == sorted(ROUTES)


@dataclass
class World:
    """One of each thing that an address may name, all of it Alice's; and everybody signed in."""

    sessions: dict = field(default_factory=dict)
    objects: SimpleNamespace = field(default_factory=SimpleNamespace)

    def address(self, name):
        of = ROUTES[name].of
        things = [one if one in WORDS else getattr(self.objects, one) for one in of]
        return reverse(name, args=things)

    def browser(self, actor):
        """A browser in which the actor has just signed in."""
        client = Client()
        if actor in self.sessions:
            client.cookies["recert"] = self.sessions[actor]
        return client


def build():
    cycle, other = people.alice(), people.charlie(edition=_not_set())
    users = {"alice": people.who(cycle).user, "charlie": people.who(other).user}
    users |= {role: people.user(f"{role.title()} Staff", role=role) for role in STAFF}
    users[CONTACT] = offering.speaks()
    world = World()
    for actor, user in users.items():
        begun = cast.begin(user, clock.real_now, how="passkey")
        world.sessions[actor] = begun.cookies["recert"].value
    world.objects = SimpleNamespace(**_things(cycle, other, users))
    return world


def _not_set():
    """ACTION’s edition without the demonstration's settings: an officer may rule on its fee."""
    return people.adopted(overlay=False, program="action-open")


def _things(cycle, other, users):
    activity, application = people.sent(cycle), people.filed(cycle)
    payment = people.paid(application, by=users["officer"])
    decision = people.decided(application, by=users["reviewer"], outcome="denied")
    stored = _document()
    document = keep_certificate(cycle, level="certification", at=people.AT, **stored)
    keep_receipt(payment, at=people.AT, **stored)
    passkey = cast.passkey_of(users["alice"])
    return {
        **_exams(cycle, users),
        **_texts(cycle, stored),
        "code": cycle.credential.code,
        "credential": cycle.credential_id,
        "certificant": people.who(cycle).pk,
        "cycle": cycle.pk,
        "activity": activity.pk,
        "activity_key": activity.key,
        "evidence": EvidenceUse.objects.get(activity=activity).evidence_id,
        "page": 1,
        "first_page": 0,
        "application": application.pk,
        "payment": payment.pk,
        "fee": FeeLine.objects.filter(application=people.filed(other)).first().pk,
        "decision": decision.pk,
        "notice": people.who(cycle).notices.first().pk,
        "document": document.pk,
        "passkey": passkey.pk,
        "token": open_enrolment(users["board"], by=None, at=clock.real_now()),
        "message": _message(),
        "reminder_token": reminders.token_of(people.who(cycle)),
        **_of_the_catalogue(cycle),
        **_offered(cycle, users),
        **asked.things(cycle, officer=users["officer"]),
        "upload": sending.upload().pk,
        "upload_token": make_link(cycle, days=3650, by=users["alice"], at=people.AT),
    }


def _texts(cycle, stored):
    """An edition with its Guide, and a help article."""
    edition = edition_of(cycle)
    keep_paper(edition, paper="guide", made_of="0" * 64, at=people.AT, **stored)
    return {
        "program": edition.program_id,
        "edition_day": edition.in_force_from,
        "paper": "recertification-guide",
        "article": "how-do-i-get-recertified",
        "version_day": date(2020, 1, 1),
    }


def _of_the_catalogue(cycle):
    alice = people.who(cycle)
    address = calendars.make_address(alice, by=alice.user, at=people.AT)
    return {
        "plan": planned(cycle, of=people.course(code="KB-7")).pk,
        "course_code": "KB-7",
        "calendar_token": calendars.token_of(address),
    }


def _offered(cycle, users):
    """A class of Dana's with a day and a change that waits, and a report of it that is held."""
    course = people.course(next_on=people.LAST_ON)
    taken, dana = people.sent(cycle, of=course), offering.speaks()
    seen = people.reviewing(taken, by=users["reviewer"])
    review_activities.reject(taken, because="Not about training.", review=seen)
    return {
        "class": course.pk,
        "date": course.dates.get().pk,
        "proposal": offering.proposed(course=course, title="Another", by=dana).key,
        "held_report": offering.reported(cycle, course, by=dana).report.pk,
        "provider": course.provider_id,
        "approval": course.provider.approvals.get().pk,
        "speaker": dana.contact_of.get().pk,
    }


def _exams(cycle, users):
    """A certificate of Alice's: a seat, a late pass told otherwise, and a row that is nobody's."""
    examining = examined.holding(cycle)
    seat = examined.booked(examining)
    late = people.LAST_ON + people.timedelta(days=1)
    result = examined.sat(examining, exam_on=late, by=users["officer"])
    correction = examined.told_otherwise(result, by=users["officer"])
    file = examined.taken_in(by=users["officer"])
    return {
        "seat": seat.pk,
        "exam_cycle": examining.pk,
        "exam_credential": examining.credential_id,
        "authorisation": seat.authorisation_id,
        "result": result.pk,
        "exam_decision": result.decision.pk,
        "correction": correction.pk,
        "result_file": file.pk,
        "result_row": file.rows.get(state="held").pk,
    }


def _document():
    root = settings.DOCUMENTS_ROOT
    kept = files.store(io.BytesIO(honest_pdf(1)), limit=1_000_000, spare=0, root=root)
    return {"digest": kept.digest, "size": kept.size}


def _message():
    """The name of a message in the demonstration's sink."""
    letter = EmailMultiAlternatives("A code", "Six digits", to=["alice@example.org"])
    letter.attach_alternative("<p>Six digits</p>", "text/html")
    mail.SinkBackend().send_messages([letter])
    return mail.sink_messages(most=1)[0].name


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world, built once; each test takes back what it did to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def came_of(response):
    if response.status_code == 404:
        return NOTHING
    asked = response.status_code == 302 and response.headers["Location"].startswith(
        "/account/sign-in/?next="
    )
    return ASKED if asked else IN


def expected(name, actor):
    if ROUTES[name].is_for(actor):
        return IN
    if ROUTES[name].to == NOBODY:
        return NOTHING
    return ASKED if actor == "anonymous" else NOTHING


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ROUTES)
def test_everybody_at_this_door(world, db, name, method):
    for actor in ACTORS:
        at = transaction.savepoint()
        response = getattr(world.browser(actor), method)(world.address(name), ROUTES[name].sends)
        for close in response._resource_closers:  # close() would end the test's database, too
            close()
        transaction.savepoint_rollback(at)
        assert response.status_code < 500, actor
        if response.status_code != 405:  # which tells everybody the same
            assert came_of(response) == expected(name, actor), f"{actor}: {response.status_code}"
