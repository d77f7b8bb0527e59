"""Dana's people, classes and reports, entered by actions: what tests of classes start from."""

import uuid
from datetime import date
from functools import partial

from recert.actions import catalogue, completions, proposals, providers
from recert.actions.class_texts import Approved, Wording, approved_of, wording_of
from recert.actions.completion_grants import Completion
from recert.records.education import Provider
from tests import people as cast

KEY = uuid.UUID(int=70)
WORDING = Wording("Mobility", "For the hips.", "online_class", 300, 4900, "en")
FROM = date(2026, 1, 1)
YESTERDAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 25)


def provider():
    """Dana's Gym, made once."""
    return Provider.objects.filter(slug="dana").first() or cast.dana()


def speaks(email="dana@recert.example", *, of=None, name="Dana Provider", at=cast.AT):
    """Somebody who speaks for a provider: Dana for her gym."""
    return providers.add_contact(of or provider(), email=email, name=name, by=None, at=at).user


def end_contact(user, *, at=cast.AT):
    """Let somebody speak for a provider no longer; the login."""
    providers.end_contact(user.contact_of.get(ended_at=None), by=cast.olga(), at=at)
    return user


def drafted(*, course=None, key=KEY, by=None, at=cast.AT, code="", of=None, **changed):
    """The draft of a proposal; of a change if a class is given."""
    by = by or speaks()
    told = wording_of(course) if course else WORDING
    wording = Wording(**{name: getattr(told, name) for name in told.__dataclass_fields__} | changed)
    where = of or (course.provider if course else provider())
    return proposals.save(where, key=key, course=course, code=code, wording=wording, by=by, at=at)


def proposed(*, at=cast.AT, by=None, **given):
    """A proposal that waits for an officer."""
    by = by or speaks()
    return proposals.submit(drafted(by=by, at=at, **given), by=by, at=at)


def returned(*, at=cast.AT, words="Which day?", **given):
    """A proposal that came back with words."""
    return proposals.return_(proposed(at=at, **given), words=words, by=cast.olga(), at=at)


def approve(proposal, *, by=None, on=cast.ON, at=cast.AT, code="MOB-1", holds_from=None, **given):
    """Approve a proposal; a change keeps the days and the credit of its class."""
    told = approved_of(proposal.course) if proposal.course else Approved(None, FROM)
    fields = {name: getattr(told, name) for name in told.__dataclass_fields__} | given
    return proposals.approve(
        proposal, code=code, approved=Approved(**fields), holds_from=holds_from,
        by=by or cast.olga(), on=on, at=at,
    )  # fmt: skip


def change(course, *, by=None, on=cast.ON, at=cast.AT, holds_from=None, approved=None, **changed):
    """Change a class by an officer's hand."""
    told = wording_of(course)
    wording = Wording(**{name: getattr(told, name) for name in told.__dataclass_fields__} | changed)
    return catalogue.change_course(
        course, wording=wording, approved=approved or approved_of(course),
        holds_from=holds_from or on, by=by or cast.olga(), on=on, at=at,
    )  # fmt: skip


def completed(cycle, course, *, on=date(2026, 5, 4), minutes=None):
    """What a provider would report of somebody."""
    return Completion(cycle.credential, course, on, minutes or course.minutes)


def reported(cycle, course, *, by=None, key=KEY, at=cast.AT, today=cast.ON, **given):
    """Report a completion; what became of it."""
    by = by or speaks(of=course.provider)
    return completions.report(completed(cycle, course, **given), key=key, by=by, on=today, at=at)


def everything_told(cycle):
    """Dana hears of each thing that her people send; of a report of what was rejected, too."""
    returned(key=uuid.UUID(int=73))
    approve(proposed(key=uuid.UUID(int=74)), code="MOB-9")
    rows = cast.course(code="ROW-9", title="Rowing")
    day = cast.rejected(cycle, of=rows).completed_on
    held = reported(cycle, rows, key=uuid.UUID(int=75), on=day).report
    completions.settle_held(held, because="Another.", by=cast.olga(), at=cast.AT)


end = partial(catalogue.end_course, on=cast.ON, at=cast.AT)
