"""Calendars as iCalendar writes them (RFC 5545, RFC 7986): whole days, each with its alarms."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

REFRESHED = timedelta(hours=12)  # how often a reader may ask again
NINE = timedelta(hours=9)  # alarms ring in the morning, on the reader's own clock


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar, on one day or on several; both ends inside.

    `uid` never changes as long as it is the same thing; `sequence` rises when its days change.
    `alarms` are days before the first day; 0 rings on the day itself.
    """

    uid: str
    title: str
    first_on: date
    last_on: date
    says: str
    href: str
    changed_at: datetime
    sequence: int = 0
    cancelled: bool = False
    alarms: tuple[int, ...] = ()


def calendar(entries: Iterable[Entry], *, name: str, language: str) -> bytes:
    """Return a calendar as a file. The same entries give the same bytes.

    DTSTAMP is when an entry was changed last, as RFC 5545 has it where no METHOD is given.
    """
    whole = Calendar()
    whole.add("prodid", "-//recert//calendar//EN")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("name", _plain(name), parameters={"LANGUAGE": language})
    whole.add("x-wr-calname", _plain(name))  # what most readers know
    whole.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT12H")
    for entry in sorted(entries, key=lambda each: (each.first_on, each.uid)):
        whole.add_component(_event(entry))
    written: bytes = whole.to_ical()
    return written


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.first_on)
    event.add("dtend", entry.last_on + timedelta(days=1))  # the first day after it
    event.add("summary", _plain(entry.title))
    event.add("description", _plain(entry.says))
    event.add("url", entry.href)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for days in () if entry.cancelled else entry.alarms:
        event.add_component(_alarm(days, title=entry.title))
    return event


def _alarm(days: int, *, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _plain(title))
    alarm.add("trigger", NINE - timedelta(days=days))
    return alarm


def _plain(text: str) -> str:
    """Leave out what no calendar may hold: control characters, but for the end of a line."""
    return "".join(
        letter
        for letter in text
        if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"}
    )
