"""Any calendar reads back as it was written, whatever its words."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from recert.outside.calendars import Entry, calendar

TEXTS = st.text(max_size=120)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
ENTRIES = st.builds(
    Entry,
    uid=st.uuids().map(str),
    title=TEXTS,
    first_on=DAYS,
    last_on=DAYS,
    says=TEXTS,
    href=st.just("https://recert.example/"),
    changed_at=st.datetimes(
        min_value=datetime(2000, 1, 1),  # noqa: DTZ001  # as the strategy asks
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    sequence=st.integers(0, 10_000),
    cancelled=st.booleans(),
    alarms=st.lists(st.integers(0, 60), max_size=3).map(tuple),
)


def days(event):
    """The first and the last day as a reader shows them: DTEND is the day after."""
    return event["DTSTART"].dt, event["DTEND"].dt - timedelta(days=1)


def _said(text):
    """A text as a calendar can hold it."""
    return "".join(letter for letter in text if letter == "\n" or letter.isprintable())


@settings(max_examples=30, deadline=None)
@given(entries=st.lists(ENTRIES, max_size=5, unique_by=lambda each: each.uid))
def test_a_calendar_reads_back_with_the_same_days_and_words(entries):
    entries = [each for each in entries if each.first_on <= each.last_on]
    written = calendar(entries, name="Dates", language="en")
    assert written == calendar(list(reversed(entries)), name="Dates", language="en")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    found = {str(event["UID"]): event for event in Calendar.from_ical(written).walk("VEVENT")}
    assert set(found) == {each.uid for each in entries}
    for each in entries:
        event = found[each.uid]
        assert days(event) == (each.first_on, each.last_on)
        assert _said(str(event["SUMMARY"])) == _said(each.title)
        assert event["SEQUENCE"] == each.sequence
        assert event["LAST-MODIFIED"].dt == each.changed_at.replace(microsecond=0)
        assert len(event.walk("VALARM")) == (0 if each.cancelled else len(each.alarms))
