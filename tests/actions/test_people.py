"""The builders that other tests start from say what they promise."""

import pytest

from tests import people as cast

pytestmark = pytest.mark.django_db


def test_alice_is_renewed_by_nothing_but_actions():
    cycle = cast.alice()
    following = cast.renewed(cycle)
    assert (cycle.begins_on, cycle.ends_on) == (cast.CERTIFIED_ON, cast.LAST_ON)
    assert (following.begins_on - cycle.ends_on).days == 1
    assert following.credential == cycle.credential
