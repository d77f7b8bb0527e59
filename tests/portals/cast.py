"""Alice and the others, entered into the register by actions, for tests of the doors."""

from datetime import UTC, date, datetime, timedelta

from django.test import Client, RequestFactory

from recert.actions import accounts, editions, register
from recert.policy.cycles import Span
from recert.portals.accounts import sessions
from tests.laws import ROOT

AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
MINUTES_11 = timedelta(minutes=11)
PROGRAM = "action-cpt"
FILE = ROOT / "policies" / PROGRAM / "2020-01-01.toml"


def adopted(*, overlaid=True):
    """ACTION's policy, adopted; with the demonstration's settings or without."""
    overlay = FILE.with_suffix(".demonstration.toml").read_text() if overlaid else ""
    edition = editions.adopt(
        PROGRAM,
        text=FILE.read_text(),
        overlay=overlay,
        source=f"{PROGRAM}/{FILE.name}",
        by=None,
        at=AT,
    )
    return edition.program


def user(email="alice@example.org", name="Alice Ångström", *, roles=()):
    person = accounts.open_account(email=email, name=name, at=AT)
    for role in roles:
        accounts.grant_role(person, name=role, by=None, at=AT)
    return person


def certificant(email="alice@example.org", name="Alice Ångström", family_name="Ångström", **more):
    facts = {"language": "en", "birth_date": None, "listed": False, "by": None, "at": AT}
    login = user(email, name)
    return register.enrol(
        name=name, family_name=family_name, email=email, user=login, **facts | more
    )


def certified(
    person,
    *,
    program=None,
    number="AC-20441705",
    code="b7yk3w",
    level="certification",
    first_on=date(2025, 6, 24),
    last_on=date(2027, 6, 23),
):
    """The first cycle of a certificant's credential."""
    return register.certify(
        person,
        program=program or adopted(),
        number=number,
        code=code,
        level=level,
        exam_form="ncca",
        certified_on=first_on,
        cycle=Span(first_on, last_on),
        by=None,
        at=AT,
    )


def staff(name="Bob Reviewer", *, role="reviewer"):
    return user(f"{role}@example.org", name, roles=[role])


def begin(user, at, *, how="code", own_device=False):
    """A browser in which somebody signed in a moment ago."""
    client = Client()
    client.get("/account/sign-in/")
    request = RequestFactory().post("/")
    request.session = client.session
    sessions.begin(request, user, how=how, own_device=own_device, at=at())
    request.session.save()
    client.cookies["recert"] = request.session.session_key
    return client
