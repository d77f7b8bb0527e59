"""Whom an upload may belong to: the right person first, and never a question for each person."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recert.policy.numbers import folded
from recert.records.models import Certificant, Credential
from recert.records.suggestions import Reason, Where, Why, suggestions
from tests import people as cast
from tests import sending

pytestmark = pytest.mark.django_db
NOBODY = sending.uploads.Sender()
NAMES = ["Jane Doe", "John Doe", "Jane Roe", "Mary Jane Doe", "Alice Ångström", "山本 さくら"]


def somebody(name, *, number, email=None):
    """A person on record with a credential, written without ceremony: the test needs many."""
    family = name.split()[0] if name == "山本 さくら" else name.split()[-1]
    person = Certificant.objects.create(
        name=name, family_name=family, family_name_folded=folded(family), joined_at=cast.AT,
        email=email or f"{uuid.uuid4().hex[:8]}@recert.example",
    )  # fmt: skip
    Credential.objects.create(
        certificant=person, program=_program(), number=f"AC-{number}", number_tidy=f"AC{number}",
        code=uuid.uuid4().hex, certified_on=cast.ON,
    )  # fmt: skip
    return person


def _program():
    return cast.adopted().program


def suggested(upload):
    return suggestions(upload, prefix="AC-")


@pytest.fixture
def crowd():
    return [somebody(name, number=f"1000{at}00{at}") for at, name in enumerate(NAMES)]


@st.composite
def arrivals(draw):
    """Whose number is where, beside which other names, which text and whose address."""
    people = st.integers(0, len(NAMES) - 1)
    right, where = draw(people), draw(st.sampled_from(["said", "file", "text"]))
    number = f" AC-1000{right}00{right} "
    told = {
        "said": draw(st.sampled_from(NAMES)) + number * (where == "said"),
        "file": draw(st.sampled_from(NAMES)) + number * (where == "file"),
        "text": draw(st.text(max_size=60)).replace("\0", "") + number * (where == "text"),
    }
    return right, told, draw(people)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals())
def test_the_right_person_is_first_wherever_their_number_is(crowd, arrival):
    right, told, writer = arrival
    sender = sending.uploads.Sender(name=told["said"], email=crowd[writer].email)
    upload = sending.upload(
        file=_some_file(), batch=uuid.uuid4(), sender=sender, name=f"{told['file']}.pdf",
        text=told["text"],
    )  # fmt: skip
    first = suggested(upload)[0]
    assert first.certificant == crowd[right]
    assert Why.NUMBER in {reason.why for reason in first.reasons}


_file = []


def _some_file():
    """One small file for every example: what is in it does not matter here."""
    if not _file:
        _file.append(sending.stored())
    return _file[0]


def test_a_whole_name_comes_before_a_part_of_it_and_that_before_a_family_name(crowd):
    upload = sending.upload(sender=NOBODY, name="Mary Jane Doe CPR.pdf")
    names = [each.certificant.name for each in suggested(upload)]
    assert names == ["Jane Doe", "Mary Jane Doe", "John Doe"]


def test_the_owner_of_the_link_is_first_when_only_a_name_speaks_for_another(crowd):
    link = sending.linked(cast.alice())
    upload = sending.upload(sender=NOBODY, link=link, name="John Doe.pdf")
    first, second = suggested(upload)[:2]
    assert first.certificant == cast.who(link.cycle)
    assert first.reasons == (Reason(Why.LINK, Where.LINK),)
    assert second.certificant.name == "John Doe"


def test_the_same_address_speaks_for_a_person(crowd):
    sender = sending.uploads.Sender(email=crowd[2].email.upper())
    upload = sending.upload(sender=sender, name="scan.pdf")
    assert [each.certificant for each in suggested(upload)] == [crowd[2]]


def test_a_former_name_still_finds_its_person():
    cycle = cast.alice()
    cast.register.rename(
        cast.who(cycle), name="Alice Newname", family_name="Newname", on=cast.ON, by=None,
        at=cast.AT,
    )  # fmt: skip
    upload = sending.upload(sender=NOBODY, name="alice angstrom.pdf")
    assert suggested(upload)[0].certificant == cast.who(cycle)


def test_nothing_that_fits_suggests_nobody(crowd):
    assert suggested(sending.upload(sender=NOBODY, name="scan0001.pdf")) == []


def test_what_is_asked_does_not_grow_with_the_register(crowd, django_assert_max_num_queries):
    upload = sending.upload(name="Jane Doe AC-10000000.pdf", text="Doe, Jane " * 500)
    for _turn in range(50):
        somebody("Jude Doe", number=uuid.uuid4().int % 10**8)
    with django_assert_max_num_queries(10):
        assert len(suggested(upload)) == 6
