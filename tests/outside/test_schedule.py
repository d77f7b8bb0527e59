"""A body's schedule of reminders that cannot be is refused, with what is expected."""

import pytest

from recert.outside.body import BodyError, read_body
from tests.laws import ROOT

FILE = (ROOT / "bodies" / "action" / "body.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line, spoilt, words",
    [
        ("days_before = [180,", "days_before = [-1,", "'days_before' has -1; it begins with 0"),
        ("days_after = [1,", "days_after = [0,", "'days_after' has 0; it begins with 1"),
        ("at_most = 3", "at_most = 0", "'at_most' has 0; it begins with 1"),
        ("caught_up_for = 30", "caught_up_for = -1", "'caught_up_for' has -1; it begins with 0"),
        ("halfway = true", "halfway = 1", "'halfway' must be true or false"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(line, spoilt, words):
    assert line in FILE
    with pytest.raises(BodyError, match=words):
        read_body(FILE.replace(line, spoilt), source="body.toml")


def test_the_least_of_each_is_taken():
    least = FILE.replace("at_most = 3", "at_most = 1")
    assert read_body(least, source="body.toml").reminders.at_most == 1
