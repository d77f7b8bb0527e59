"""What each action refuses, in which words, and that a refusal leaves nothing behind."""

import pytest

from recert.actions import (
    accounts,
    acts,
    calendars,
    canned,
    catalogue,
    evidence,
    installation,
    register,
    review_activities,
    upload_links,
    uploads,
)
from recert.actions.refusals import (
    Incomplete,
    Refusal,
)
from tests import people as cast
from tests.actions import (
    refusals_of_classes,
    refusals_of_credit,
    refusals_of_exams,
    refusals_of_filing,
    refusals_of_offering,
    refusals_of_register,
    refusals_of_requests,
    refusals_of_uploads,
)
from tests.actions.test_happenings import HAPPENINGS, _name
from tests.tables import everything

pytestmark = pytest.mark.django_db
REFUSED = (
    *refusals_of_classes.REFUSED,
    *refusals_of_credit.REFUSED,
    *refusals_of_exams.REFUSED,
    *refusals_of_filing.REFUSED,
    *refusals_of_offering.REFUSED,
    *refusals_of_register.REFUSED,
    *refusals_of_requests.REFUSED,
    *refusals_of_uploads.REFUSED,
)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.sentence)
def test_a_refusal_says_why_and_leaves_nothing_behind(case):
    for person in (cast.bob, cast.beth, cast.olga, cast.otto):
        person()  # so that the call makes no login
    given = case.given()
    before = everything()
    with pytest.raises(case.refusal, match=case.words or None) as caught:
        case.act(given)
    assert everything() == before
    if isinstance(caught.value, Incomplete):
        assert set(caught.value.problems) == case.fields
        assert all(caught.value.problems.values())
    if isinstance(caught.value, Refusal):
        assert str(caught.value).endswith((".", "?")), "a refusal is a sentence"


def test_no_sentence_is_there_twice():
    assert len({case.sentence for case in REFUSED}) == len(REFUSED)


def _not_again():
    return [each for each in HAPPENINGS if not each.again]


REPEATED = {  # what happens as often as it is told
    accounts.change_address,
    accounts.note_sign_in, evidence.note_reading, installation.move_day, register.record_companion,
    canned.write,  # without an answer that it belongs to, it is another one
    calendars.make_address,  # each time another one
    upload_links.make_link, uploads.note_look,
    acts.act_upon, register.rename, register.enrol,
    review_activities.correct,  # corrects the entry in force: "an entry is corrected once" above
}  # fmt: skip
UNIQUE = {catalogue.enter_provider, catalogue.enter_course, register.certify, register.raise_level}


@pytest.mark.parametrize(
    "once", [each for each in _not_again() if each.action not in REPEATED | UNIQUE], ids=_name
)
def test_what_was_done_is_not_done_twice(once):
    given = once.given()
    once.act(given)
    before = everything()
    with pytest.raises(Refusal):
        once.act(given)
    assert everything() == before
