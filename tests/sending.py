"""Files that come without a sign-in, for tests: stored, sent, matched."""

import io
import uuid
from datetime import date, timedelta
from itertools import count

from recert.actions import matching as matches
from recert.actions import paper_applications, putting_back, upload_links, uploads
from recert.actions.activities import Claim
from recert.actions.evidence import Received
from recert.actions.matched import Matching
from recert.actions.paper_activities import Row
from recert.outside import files
from recert.records.requests import Request
from tests import people as cast
from tests.outside.hostile import honest_pdf

EVE = uploads.Sender(name="Eve Sender", email="eve@recert.example", what="CPR card")
BATCH = uuid.UUID(int=11)
_turn = count(1)


def stored(*, content=None):
    """A small real PDF, kept in the tests' store."""
    content = content or honest_pdf(1 + next(_turn) % 7)
    kept = files.store(io.BytesIO(content), limit=1_000_000, spare=0)
    return Received(
        digest=kept.digest, size=kept.size, mime="application/pdf", pages=1, flags=(),
        scan="clean", scanned_by="clamd",
    )  # fmt: skip


def upload(
    *, file=None, batch=BATCH, name="card.pdf", text="", sender=EVE, link=None, on=cast.ON,
    at=cast.AT, most=20,
):  # fmt: skip
    """A file that came, by the desk or by a link, and waits."""
    return uploads.take_in(
        file or stored(), batch=batch, file_name=name, text=text, sender=sender, link=link,
        most_by_link=most, on=on, at=at,
    )  # fmt: skip


def linked(cycle, *, at=cast.AT, days=14):
    """A personal link of a cycle's owner."""
    token = upload_links.make_link(cycle, days=days, by=cast.who(cycle).user, at=at)
    return upload_links.link_by_token(token)


def matching(*, by=None, at=cast.AT, most_bytes=10_000_000):
    """What a matcher brings."""
    return Matching(by=by or cast.bob(), at=at, most_bytes=most_bytes, most_files=10)


def to_activity(upload, cycle, brought, **claim):
    told = {"title": "Kettlebells", "completed_on": date(2026, 5, 4), "minutes": 120} | claim
    return matches.to_activity(
        upload, certificant=cast.who(cycle), claim=Claim(**told), what="completion certificate",
        matching=brought,
    )  # fmt: skip


def card(**given):
    told = {"kind": "cpr_aed", "issued_on": cast.ON - timedelta(days=30)}
    told |= {"expires_on": cast.ON + timedelta(days=700), "hands_on": True}
    return matches.Card(**told | given)


def to_companion(upload, cycle, brought, **given):
    return matches.to_companion(
        upload, certificant=cast.who(cycle), card=card(**given), matching=brought
    )


def on_paper(upload, cycle, brought, *, signed=True, agreed=None, rows=()):
    return paper_applications.enter(
        upload, cycle=cycle, signed=signed, agreed=cast.agreed() if agreed is None else agreed,
        body=cast.body(), matching=brought, rows=rows,
    )  # fmt: skip


def listed():
    """A line of a paper: what it claims, without a file."""
    told = {"title": "Anatomy", "provider_name": "A school"}
    return Row(Claim(**told, completed_on=date(2026, 5, 4), minutes=120))


def asked(cycle):
    """A request of a certificant's, with a key that its row has."""
    person = cast.who(cycle)
    return Request.objects.create(
        key=uuid.uuid4(), number=1, certificant=person, name=person.name, email=person.email,
        subject="My card", opened_at=cast.AT,
    )  # fmt: skip


def everything_told(cycle):
    """Everything of which a sender or a certificant is told."""
    uploads.acknowledge(upload().batch, at=cast.AT)
    for match in (to_activity, to_companion):
        match(upload(), cycle, matching())
    draft = upload()
    to_activity(draft, cycle, matching())
    draft.refresh_from_db()
    putting_back.put_back(draft, by=cast.bob(), at=cast.AT)
    matches.set_aside(upload(), because="It is blank.", by=cast.bob(), at=cast.AT)
