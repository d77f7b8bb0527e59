"""The cast, entered by actions: what tests of records, actions and doors start from.

Alice is certified, Bob reviews, Charlie has no business here, Dana provides, Olga is an officer.
Days and moments are arguments; only actions write, so every builder is a small test of one.
"""

import io
import uuid
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count

from django.conf import settings

from recert.actions import (
    accounts,
    activities,
    applications,
    catalogue,
    editions,
    evidence,
    payments,
    register,
    review,
    review_activities,
)
from recert.outside import files
from recert.outside.body import body_in
from recert.policy.cycles import first_cycle
from recert.records.cases import evidence_digest, rows_of
from recert.records.education import Course, Provider
from recert.records.people import User
from recert.records.policies import edition_of, policy_by_digest
from tests.laws import ROOT
from tests.outside.hostile import honest_pdf

PROGRAM = "action-cpt"
EDITION = ROOT / "policies" / PROGRAM / "2020-01-01.toml"
OVERLAY = EDITION.with_suffix(".demonstration.toml")

AT = datetime(2026, 11, 24, 20, tzinfo=UTC)  # noon in Los Angeles
ON = date(2026, 11, 24)
CERTIFIED_ON = date(2024, 12, 15)  # so that the first cycle ends on LAST_ON, three weeks from ON
LAST_ON = date(2026, 12, 15)
LEASE = timedelta(minutes=30)

_numbers = count(1)


def later(**delta):
    """A moment after AT."""
    return AT + timedelta(**delta)


# --- the policy and the staff


def adopted(*, overlay=True, file=EDITION, program=PROGRAM, at=AT):
    """An edition adopted from a file, with the demonstration's settings or without."""
    beside = file.with_suffix(".demonstration.toml")
    return editions.adopt(
        program,
        text=file.read_text(),
        overlay=beside.read_text() if overlay else "",
        source=f"{program}/{file.name}",
        by=None,
        at=at,
    )


def user(name, *, role=None, at=AT):
    """A login, perhaps with a role; the address is the first word of the name."""
    login = accounts.open_account(
        email=f"{name.split()[0].lower()}@recert.example", name=name, at=at
    )
    if role:
        accounts.grant_role(login, name=role, by=None, at=at)
    return login


bob = partial(user, "Bob Reviewer", role="reviewer")
beth = partial(user, "Beth Reviewer", role="reviewer")
olga = partial(user, "Olga Officer", role="officer")
otto = partial(user, "Otto Officer", role="officer")


# --- the certificants


def enrolled(name, *, family_name=None, listed=False, birth_date=None, at=AT):
    """A certificant with a login, and no credential yet."""
    login = user(name)
    return register.enrol(
        name=name, family_name=family_name or name.split()[-1], email=login.email, language="en",
        birth_date=birth_date, listed=listed, user=login, by=None, at=at,
    )  # fmt: skip


def certified(certificant, *, edition=None, certified_on=CERTIFIED_ON, cycle=None, at=AT, **given):
    """The first cycle of a certificant, as the edition reckons it from the day of certification."""
    edition = edition or adopted()
    number = next(_numbers)
    told = {
        "number": f"AC-{number:07d}",
        "code": f"code{number:08d}",
        "level": "certification",
        "exam_form": "accredited",
    }
    return register.certify(
        certificant,
        program=edition.program,
        certified_on=certified_on,
        cycle=cycle or first_cycle(policy_by_digest(edition.digest), certified_on),
        by=None,
        at=at,
        **told | given,
    )


def alice(**given):
    """Alice's cycle, through LAST_ON unless told otherwise; she is `.credential.certificant`."""
    return certified(enrolled("Alice Ångström"), **given)


def charlie(**given):
    """The cycle of somebody else, who has no business in Alice's case."""
    return certified(enrolled("Charlie Chaplin"), **given)


def who(cycle):
    """The certificant whose cycle it is."""
    return cycle.credential.certificant


# --- classes, activities and evidence


def dana(*, approvals=((date(2020, 1, 1), None),), kind="partner", slug="dana", name="Dana's Gym"):
    """A provider, approved by the body from 2020 on unless told otherwise."""
    return catalogue.enter_provider(
        slug=slug, name=name, kind=kind, website="", approvals=approvals, by=None, at=AT
    )


def course(provider=None, *, code=None, minutes=600, title="Kettlebells", next_on=None, **given):
    """A class of Dana's, of ten hours: 1.0 CEC with the demonstration's settings."""
    provider = provider or Provider.objects.filter(slug="dana").first() or dana()
    told = {"kind": "online_class", "approved_from": date(2020, 1, 1)}
    row = Course(
        provider=provider,
        code=code or f"DANA-{next(_numbers)}",
        title=title,
        minutes=minutes,
        **told | given,
    )
    return catalogue.enter_course(row, dates=[next_on] if next_on else [], by=None, at=AT)


def drafted(cycle, *, of=None, completed_on=date(2026, 5, 4), minutes=None, at=AT, key=None):
    """A draft of an activity: a class of the catalogue, completed on a day."""
    person = who(cycle)
    claim = activities.Claim(course=of or course(), completed_on=completed_on, minutes=minutes)
    return activities.save(person, key=key or uuid.uuid4(), claim=claim, by=person.user, at=at)


def paper(cycle, *, content=None, what="Certificate", scan="clean", at=AT):
    """A small real PDF, kept in the tests' store, as evidence of a certificant."""
    person = who(cycle)
    stored = files.store(
        io.BytesIO(content or honest_pdf(1 + next(_numbers) % 7)), limit=1_000_000, spare=0
    )
    by = "clamd" if scan == "clean" else ""
    received = evidence.Received(
        digest=stored.digest, size=stored.size, mime="application/pdf", pages=1, flags=(),
        scan=scan, scanned_by=by,
    )  # fmt: skip
    return evidence.receive(
        person, file=received, what=what, most_bytes=10_000_000, by=person.user, at=at
    )


def attached(activity, *, paper, at=AT):
    """A file that backs an activity; the activity as it is then."""
    evidence.attach(activity, evidence=paper, most_files=10, by=None, at=at)
    activity.refresh_from_db()
    return activity


def sent(cycle, *, at=AT, on=ON, with_paper=True, **given):
    """An activity with its evidence, sent for review."""
    activity = drafted(cycle, at=at, **given)
    if with_paper:
        activity = attached(activity, paper=paper(cycle, at=at), at=at)
    return activities.submit(activity, by=who(cycle).user, on=on, at=at)


def reviewing(activity, *, by=None, at=AT, edition=None):
    """What a reviewer brings who looked at the activity as it is now."""
    activity.refresh_from_db()
    credential = activity.certificant.credentials.first()
    return review_activities.Review(
        by=by or bob(),
        at=at,
        edition=edition or edition_of(credential.cycles.order_by("begins_on").first()),
        seen=activity.version,
        lease=LEASE,
    )


def accepted(cycle, *, by=None, at=AT, **given):
    """An activity that was accepted whole: 1.0 CEC, unless its class is longer or shorter."""
    activity = sent(cycle, at=at, **given)
    review_activities.accept(activity, review=reviewing(activity, by=by, at=at))
    activity.refresh_from_db()
    return activity


def returned(cycle, *, field="minutes", text="How long was it?", at=AT, **given):
    """An activity that came back with a question."""
    activity = sent(cycle, at=at, **given)
    review_activities.return_(activity, field=field, text=text, review=reviewing(activity, at=at))
    activity.refresh_from_db()
    return activity


def rejected(cycle, *, because="It is not about training people.", at=AT, **given):
    """An activity that was rejected."""
    activity = sent(cycle, at=at, **given)
    review_activities.reject(activity, because=because, review=reviewing(activity, at=at))
    activity.refresh_from_db()
    return activity


# --- the application


def body():
    """The body of these tests: ACTION's own file."""
    return body_in(settings.RECERT_BODY)


def opened(cycle, *, at=AT):
    """An application, opened."""
    return applications.open_(cycle, by=who(cycle).user, at=at)


def agreed(on=ON):
    """Every declaration that the body asks for on a day."""
    return [each.id for each in body().declarations_on(on)]


def filed(cycle, *, on=ON, at=AT):
    """An application, filed on a day."""
    return applications.submit(
        opened(cycle, at=at), agreed=agreed(on), body=body(), by=who(cycle).user, on=on, at=at
    )


def paid(application, *, amount=7500, by=None, on=ON, at=AT):
    """The fee of an application, recorded as received."""
    return payments.receive(
        application,
        amount=amount,
        method="check",
        reference="No. 17",
        received_on=on,
        by=by or olga(),
        on=on,
        at=at,
    )


def looking(application, *, by: User | None = None, at=AT):
    """What a reviewer brings who looked at the application's evidence as it is now."""
    seen = evidence_digest(rows_of(application.cycle))
    return review.Reviewing(by=by or bob(), at=at, seen=seen, lease=LEASE)


def ready(cycle, *, on=ON, at=AT):
    """An application that nothing stops: 2.0 CECs accepted, filed, paid."""
    accepted(cycle, at=at)
    accepted(cycle, at=at)
    application = filed(cycle, on=on, at=at)
    paid(application, on=on, at=at)
    return application


def decided(application, *, outcome="approved", by=None, at=AT):
    """A decision on an application, not yet in effect."""
    brought = looking(application, by=by, at=at)
    if outcome == "approved":
        return review.approve(application, reason="", reviewing=brought)
    return review.deny(application, reason="The credits are short.", reviewing=brought)


def renewed(cycle, *, on=ON, at=AT):
    """The next cycle: earned, filed, paid, approved and in effect."""
    decision = decided(ready(cycle, on=on, at=at), at=at)
    review.take_effect(decision, at=at)
    return decision.renewal.cycle
