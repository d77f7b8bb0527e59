"""Days, moments, credit, money and names as pages say them.

Every function takes values and returns plain text in the language of the page; none asks what
time it is. Patterns of dates are translated, since languages order them differently.
"""

import unicodedata
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import TypeGuard
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from recert.policy.units import NOT_SET, NotSet, Unit

# Signs that everybody reads; a currency without one is written by its ISO 4217 code.
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪"}
# ISO 4217: how many digits of an amount are minor units, where it is not two.
MINOR_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "KWD": 3, "BHD": 3, "TND": 3}

# The script of a name, as Unicode names its letters, and what `lang` says of it (BCP 47).
# A script that several languages share is said as a script, not guessed to be one of them.
SCRIPTS = {
    "GREEK": "el", "CYRILLIC": "und-Cyrl", "ARABIC": "und-Arab", "HEBREW": "he",
    "DEVANAGARI": "und-Deva", "BENGALI": "bn", "TAMIL": "ta", "THAI": "th", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "und-Hani", "ARMENIAN": "hy", "GEORGIAN": "ka",
    "ETHIOPIC": "und-Ethi", "KHMER": "km", "SINHALA": "si", "TELUGU": "te", "GURMUKHI": "pa",
}  # fmt: skip

MINUTES_IN_HOUR = 60
KILOBYTE, MEGABYTE = 1_000, 1_000_000


def is_set(value: object) -> TypeGuard[int]:
    """Say whether a figure is known; anything but a number or *not set* is a mistake of the page.

    >>> is_set(5), is_set(NOT_SET)
    (True, False)

    Raises:
        TypeError: the value is neither.
    """
    if value is NOT_SET:
        return False
    if isinstance(value, int) and not isinstance(value, bool):
        return True
    raise TypeError(f"a figure is a whole number or not set, and this is {value!r}")


def day(on: date) -> str:
    """Return a day, spelled out.

    >>> day(date(2027, 6, 23))
    '23 June 2027'
    """
    return _patterned(_at_day(on), pgettext("pattern of a day", "j F Y"), get_language())


@lru_cache(maxsize=4096)  # a ledger names the same days over and over
def _patterned(on: date, pattern: str, language: str | None) -> str:  # of the months
    return dateformat.format(on, pattern)


def weekday_day(on: date) -> str:
    """Return a day with the name of its weekday.

    >>> weekday_day(date(2027, 6, 23))
    'Wednesday 23 June 2027'
    """
    return dateformat.format(_at_day(on), pgettext("pattern of a day with its weekday", "l j F Y"))


def short_month(on: date) -> str:
    """Return a month, for the scale under a chart.

    >>> short_month(date(2027, 6, 23))
    'June 2027'
    """
    return dateformat.format(_at_day(on), pgettext("pattern of a month", "F Y"))


def day_of_year(on: date) -> str:
    """Return a day without its year, for lists whose days are all near.

    >>> day_of_year(date(2027, 6, 23))
    '23 June'
    """
    return dateformat.format(_at_day(on), pgettext("pattern of a day without its year", "j F"))


def moment(at: datetime, zone: str = "") -> str:
    """Return a moment on the clock of a zone: the one named, else the page's.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 24, 2, 4, tzinfo=UTC), "America/Los_Angeles")
    '23 November 2026 at 18:04, Los Angeles time'
    """
    here = _zone(zone)
    local = at.astimezone(here)
    return _("%(day)s at %(time)s, %(place)s time") % {
        "day": day(local.date()),
        "time": local.strftime("%H:%M"),
        "place": place(str(here)),
    }


def stamp(at: datetime, zone: str = "") -> str:
    """Return the same in few letters, for a history whose zone stands beside it.

    >>> from datetime import UTC
    >>> stamp(datetime(2026, 11, 24, 2, 4, tzinfo=UTC), "America/Los_Angeles")
    '23 Nov 2026, 18:04'
    """
    return dateformat.format(
        at.astimezone(_zone(zone)), pgettext("pattern of a moment", "j M Y, H:i")
    )


def _zone(name: str) -> tzinfo:
    return ZoneInfo(name) if name else timezone.get_current_timezone()


def place(zone: str) -> str:
    """Return the place that a zone is named for.

    >>> place("America/Los_Angeles"), place("UTC")
    ('Los Angeles', 'UTC')
    """
    return zone.rpartition("/")[2].replace("_", " ")


def days_left(last_on: date, on: date) -> int:
    """Return how many days follow `on`, through the last day; below zero, how many are past it.

    >>> days_left(date(2027, 6, 23), date(2026, 11, 23))
    212
    """
    return (last_on - on).days


def days_left_words(last_on: date, on: date) -> str:
    """Return the same in words.

    >>> days_left_words(date(2027, 6, 23), date(2027, 6, 23))
    'today is the last day'
    >>> days_left_words(date(2027, 6, 23), date(2027, 6, 22))
    '1 day left'
    >>> days_left_words(date(2027, 6, 23), date(2027, 6, 25))
    'ended 2 days ago'
    """
    days = days_left(last_on, on)
    if days == 0:
        return _("today is the last day")
    if days > 0:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return ngettext("ended %(days)s day ago", "ended %(days)s days ago", -days) % {"days": -days}


def credit(steps: int | NotSet, unit: Unit) -> str:
    """Return credit with its unit, as the policy's unit says it; or "not set"."""
    return unit.say(steps) if is_set(steps) else _("not set")


def money(amount: int | NotSet, currency: str) -> str:
    """Return an amount of minor units in its currency; or "not set".

    >>> money(7500, "USD"), money(-7500, "USD"), money(123456, "CHF"), money(900, "JPY")
    ('$75.00', '−$75.00', 'CHF 1,234.56', '¥900')
    """
    return _money(amount, currency) if is_set(amount) else _("not set")


def _money(amount: int, currency: str) -> str:
    digits = MINOR_DIGITS.get(currency, 2)
    figure = Decimal(abs(amount)).scaleb(-digits)
    text = number_format(figure, decimal_pos=digits, use_l10n=True, force_grouping=True)
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{'−' if amount < 0 else ''}{sign}{text}"


def hours(minutes: int | NotSet) -> str:
    """Return minutes of instruction as contact hours; or "not set".

    >>> hours(420), hours(60), hours(90), hours(30)
    ('7 contact hours', '1 contact hour', '1 hour 30 minutes', '30 minutes')
    """
    return _hours(minutes) if is_set(minutes) else _("not set")


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, MINUTES_IN_HOUR)
    if not rest:
        return ngettext("%(n)s contact hour", "%(n)s contact hours", whole) % {"n": whole}
    small = ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest}
    if not whole:
        return small
    return ngettext("%(n)s hour", "%(n)s hours", whole) % {"n": whole} + f" {small}"


def filesize(size: int) -> str:
    """Return how large a file is; a megabyte is a million bytes, as in the body's limits.

    >>> filesize(25_000_000), filesize(1_600_000), filesize(340_000), filesize(12)
    ('25 MB', '1.6 MB', '340 KB', '1 KB')
    """
    if size >= MEGABYTE:
        figure = (Decimal(size) / MEGABYTE).quantize(Decimal("0.1"))
        places = 0 if figure == figure.to_integral_value() else 1
        return _("%(size)s MB") % {"size": number_format(figure, decimal_pos=places)}
    return _("%(size)s KB") % {"size": max(1, round(size / KILOBYTE))}


def name(text: str, language: str = "") -> SafeString:
    """Return a name set apart from the words around it, in the direction of its own script.

    >>> name("Δήμητρα Παπαδοπούλου"), name("Maya Okonkwo-Lindqvist")
    ('<bdi lang="el">Δήμητρα Παπαδοπούλου</bdi>', '<bdi>Maya Okonkwo-Lindqvist</bdi>')
    >>> name("Łukasz <b>", "pl")
    '<bdi lang="pl">Łukasz &lt;b&gt;</bdi>'
    """
    language = language or language_of(text)
    if not language:
        return format_html("<bdi>{}</bdi>", text)
    return format_html('<bdi lang="{}">{}</bdi>', language, text)


def language_of(text: str) -> str:
    """Return what `lang` may say of a text by its script; nothing for Latin, which says nothing.

    >>> language_of("山本 さくら"), language_of("محمد"), language_of("Ana"), language_of("!")
    ('ja', 'und-Arab', '', '')
    """
    letters = [unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()]
    kana = [script for script in letters if script in {"HIRAGANA", "KATAKANA"}]
    first = (kana or letters or [""])[0]
    return SCRIPTS.get(first, "")


def _at_day(on: date) -> date:
    """Refuse a moment where a day is meant: its zone would decide the day unseen."""
    if isinstance(on, datetime) or not isinstance(on, date):
        raise TypeError(f"a day is a date, and this is {on!r}; a moment is said with |moment")
    return on
