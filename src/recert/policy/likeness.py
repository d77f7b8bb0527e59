"""Whether a person's name or number stands in a text that other people wrote: a file's name, say.

Words are compared as `recert.policy.numbers` folds them, in any order, however they were joined:
``JaneDoe``, ``DOE_jane``, ``o'neill`` and ``山本さくら`` are all read.
"""

import re
import unicodedata

from recert.policy.numbers import folded, tidy_number

MOST_JOINED = 4  # words that are joined to one, as in "de la Cruz-Ørsted"
LONGEST_UNBROKEN = 24  # letters of a word in which another is looked for
SHORTEST = 2  # letters of a word that can be a part of a name
SHORTEST_NUMBER, LONGEST_NUMBER = 4, 30  # digits of what can be a number
_WORD, _LETTERS = re.compile(r"[^\W_]+"), re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_SPACED_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN")


def atoms_of(text: str) -> list[str]:
    """Return the words of a text, split where somebody joined them by capitals.

    >>> atoms_of("JaneDoe_CPR-card.pdf")
    ['Jane', 'Doe', 'CPR', 'card', 'pdf']
    """
    return _WORD.findall(_CAMEL.sub(" ", unicodedata.normalize("NFC", text)))


def name_words(text: str) -> frozenset[str]:
    """Return every word that a text may hold a part of a name as: alone, or joined to its next.

    >>> {"jane", "doe", "janedoe"} <= name_words("Jane Doe 2026.pdf")
    True
    """
    atoms = _name_atoms(text)
    words = {
        "".join(atoms[at : at + many])
        for many in range(1, MOST_JOINED + 1)
        for at in range(len(atoms) - many + 1)
    }
    for atom in filter(_is_unbroken, atoms):
        words |= _parts(atom)
    return frozenset(word for word in words if len(word) >= SHORTEST or _is_unbroken(word))


def family_words(text: str) -> frozenset[str]:
    """Return every word that may be a family name in a text, however it was joined to others.

    >>> "doe" in family_words("janedoe.pdf")
    True
    """
    words = set(name_words(text))
    for atom in _name_atoms(text):
        if len(atom) <= LONGEST_UNBROKEN:
            words |= {atom[:end] for end in range(SHORTEST, len(atom))}
            words |= {atom[start:] for start in range(1, len(atom) - SHORTEST + 1)}
    return frozenset(words)


def _name_atoms(text: str) -> list[str]:
    """Return the words of a text without their figures, folded."""
    return [folded(word) for atom in atoms_of(text) for word in _LETTERS.findall(atom)]


def _is_unbroken(word: str) -> bool:
    """Whether a word is of a script that is written without spaces: names stand inside words."""
    return any(
        not letter.isascii()
        and letter.isalpha()
        and not unicodedata.name(letter, "").startswith(_SPACED_SCRIPTS)
        for letter in word
    )


def _parts(atom: str) -> set[str]:
    short = atom[:LONGEST_UNBROKEN]
    return {
        short[start:end] for start in range(len(short)) for end in range(start + 1, len(short) + 1)
    }


def numbers_in(text: str, *, prefix: str) -> frozenset[str]:
    """Return every number of a credential that may stand in a text, as tidied.

    :param prefix: that of the body's own numbers, which people leave out

    >>> "AC20441705" in numbers_in("Jane ac-2044 1705 CPR.pdf", prefix="AC-")
    True
    >>> "AC20441705" in numbers_in("CPR_20441705.pdf", prefix="AC-")
    True
    """
    own = tidy_number(prefix)
    atoms = [tidy_number(atom) for atom in atoms_of(text)]
    joined = {
        "".join(atoms[at : at + many])
        for many in range(1, MOST_JOINED + 1)
        for at in range(len(atoms) - many + 1)
    }
    kept = {word for word in joined if sum(map(str.isdigit, word)) >= SHORTEST_NUMBER}
    kept |= {own + word for word in kept if word.isdigit()}
    glued = re.finditer(
        rf"(?={re.escape(own)}(\d{{{SHORTEST_NUMBER},{LONGEST_NUMBER}}}))", tidy_number(text)
    )
    kept |= {
        own + found[1][:end] for found in glued for end in range(SHORTEST_NUMBER, len(found[1]) + 1)
    }
    return frozenset(kept)


def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a person's name, folded.

    >>> name_parts("Maya Okonkwo-Lindqvist")
    ('maya', 'okonkwolindqvist')
    """
    return tuple(filter(None, (folded(part) for part in name.split())))


def likeness(name: str, *, family_name: str, words: frozenset[str]) -> int:
    """Return how much of a name stands among words: 3 all, 2 family and another, 1 family, 0 none.

    >>> words = name_words("Doe, Jane: CPR")
    >>> likeness("Jane Doe", family_name="Doe", words=words)
    3
    >>> likeness("Jane Mary Doe", family_name="Doe", words=words)
    2
    >>> likeness("John Doe", family_name="Doe", words=words)
    1
    """
    family = folded(family_name)
    others = [part for part in name_parts(name) if part not in family]
    given = "".join(others)
    if given and {given + family, family + given} & words:
        return 3
    if not family or family not in words:
        return 0
    met = [part for part in others if part in words]
    if len(met) == len(others):
        return 3 if others else 2
    return 2 if met else 1
