"""Credential numbers with a check digit, and names folded so that a stranger's spelling finds them.

The check digit is Luhn's (ISO/IEC 7812-1, annex B): it refuses every single wrong digit and nearly
every exchange of two neighbours, so that a slip of the hand is told from a number nobody holds.
"""

import unicodedata

# Letters that Unicode does not take apart into a letter and an accent.
_PLAIN = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŀ": "l", "ŧ": "t",
        "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n",
        "'": "", "’": "", "ʼ": "", "`": "", "´": "", "-": "", "‐": "", "‑": "", "–": "", ".": "",
    }
)  # fmt: skip


SERIAL_DIGITS = 7


def check_digit(digits: str) -> str:
    """Return Luhn's check digit of a text of decimal digits.

    >>> check_digit("7992739871")
    '3'
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += sum(divmod(value, 10))
    return str(-total % 10)


def number_of(serial: int, *, prefix: str) -> str:
    """Return a credential's number: the body's prefix, seven random digits, and a check digit.

    >>> number_of(2044170, prefix="AC-")
    'AC-20441705'
    """
    digits = f"{serial:0{SERIAL_DIGITS}d}"
    return f"{prefix}{digits}{check_digit(digits)}"


def has_slip(text: str, *, prefix: str) -> bool:
    """Say whether a text has the shape of a number that this body gives out, with a wrong digit.

    It looks at the text alone, so that the answer discloses nothing about who holds what.

    >>> has_slip("ac 2044-1706", prefix="AC-"), has_slip("AC-20441705", prefix="AC-")
    (True, False)
    >>> has_slip("AC-118236", prefix="AC-")
    False
    """
    digits = tidy_number(text).removeprefix(tidy_number(prefix))
    if len(digits) != SERIAL_DIGITS + 1 or not (digits.isascii() and digits.isdecimal()):
        return False
    return check_digit(digits[:-1]) != digits[-1]


def tidy_number(text: str) -> str:
    """Return a number as a person may have typed it, in the form in which it is stored.

    >>> tidy_number(" ac 2044-1705 ")
    'AC20441705'
    """
    kept = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in kept if letter.isalnum())


def folded(name: str) -> str:
    """Return a family name without what people leave out when they type it.

    Capitals, accents, hyphens, apostrophes and spaces go; letters of other scripts stay.

    >>> folded("Szczęsny"), folded("SZCZESNY "), folded("O’Neill-Ørsted")
    ('szczesny', 'szczesny', 'oneillorsted')
    >>> folded("山本")
    '山本'
    """
    apart = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    plain = letters.translate(_PLAIN)
    return unicodedata.normalize("NFC", "".join(plain.split()))
