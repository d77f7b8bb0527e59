"""Alice and the others, entered into the register by actions, for tests of the doors."""

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.test import Client, RequestFactory
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from recert.actions import accounts, editions, passkeys, register
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


def passkey_of(person, *, name="Telephone"):
    """A passkey as a device would have made it, without a device."""
    key = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), token_bytes(32), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, bytes(credential))
    client = {"type": "webauthn.create", "challenge": "AA", "origin": "http://localhost"}
    answer = {
        "clientDataJSON": websafe_encode(json.dumps(client).encode()),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
    }
    given = {"id": websafe_encode(credential.credential_id), "type": "public-key"}
    made = given | {"rawId": given["id"], "response": answer, "clientExtensionResults": {}}
    return passkeys.add_passkey(person, name=name, credential=made, at=AT)
