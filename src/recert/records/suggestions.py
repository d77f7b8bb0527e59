"""Whose record an upload may belong to: people in order of likelihood, each with the reasons.

What is asked of the database does not grow with the register: four statements, whatever is in it.
A suggestion decides nothing; a person does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from recert.policy.likeness import family_words, likeness, name_words, numbers_in
from recert.policy.numbers import tidy_number
from recert.records.certification import Credential
from recert.records.people import Certificant, FormerName
from recert.records.uploads import Upload

READ = 6_000  # characters of a document in which names are looked for: they stand at its head
MOST = 6  # people
MOST_ASKED = 400  # people with such a family name that are looked at
MOST_WORDS = 5_000  # of a document that the register is asked about; more is no honest paper


class Where(StrEnum):
    """Where a reason was found."""

    SAID = "said"  # by the sender
    FILE_NAME = "file name"
    TEXT = "text"
    LINK = "link"


class Why(StrEnum):
    """What speaks for a person."""

    NUMBER = "number"
    NAME = "name"  # all of it
    PART_OF_NAME = "part of the name"
    FAMILY_NAME = "family name"
    EMAIL = "e-mail"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a person, and where it was found."""

    why: Why
    where: Where


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A person whose record an upload may belong to."""

    certificant: Certificant
    reasons: tuple[Reason, ...]
    weight: int


# A number is one person's, and outweighs everything else together.
WEIGHTS: Mapping[Why, int] = {
    Why.NUMBER: 1000,
    Why.LINK: 160,
    Why.EMAIL: 80,
    Why.NAME: 60,
    Why.PART_OF_NAME: 30,
    Why.FAMILY_NAME: 10,
}
NAMED = {3: Why.NAME, 2: Why.PART_OF_NAME, 1: Why.FAMILY_NAME}


def suggestions(upload: Upload, *, prefix: str) -> list[Suggestion]:
    """Return whom an upload may belong to, the likeliest first.

    :param prefix: that of the body's own numbers
    """
    texts = {
        Where.SAID: f"{upload.said_name} {upload.said_number}",
        Where.FILE_NAME: upload.file_name.rpartition(".")[0] or upload.file_name,
        Where.TEXT: upload.text[:READ],
    }
    words = {where: name_words(text) for where, text in texts.items()}
    numbers = {where: numbers_in(text, prefix=prefix) for where, text in texts.items()}
    owner = upload.link.cycle.credential.certificant_id if upload.link else None
    found = [
        _weighed(person, upload=upload, words=words, numbers=numbers, owner=owner)
        for person in _asked(upload, words=words, numbers=numbers, owner=owner, prefix=prefix)
    ]
    likely = [each for each in found if each.weight]
    return sorted(likely, key=lambda each: (-each.weight, each.certificant.pk))[:MOST]


def _asked(
    upload: Upload,
    *,
    words: Mapping[Where, frozenset[str]],
    numbers: Mapping[Where, frozenset[str]],
    owner: int | None,
    prefix: str,
) -> list[Certificant]:
    """Return everybody for whom anything may speak."""
    own = tidy_number(prefix)
    read = sorted(numbers[Where.TEXT], key=lambda number: (not number.startswith(own), number))
    said = numbers[Where.SAID] | numbers[Where.FILE_NAME]
    numbered = Credential.objects.filter(number_tidy__in=[*said, *read[:MOST_WORDS]])
    keys = set(numbered.values_list("certificant", flat=True))
    keys |= {owner} if owner else set()
    loose = family_words(f"{upload.said_name} {upload.file_name}")
    families = [*loose, *sorted(words[Where.TEXT])[:MOST_WORDS]]
    former = FormerName.objects.filter(family_name_folded__in=families)
    keys |= set(former.values_list("certificant", flat=True)[:MOST_ASKED])
    wanted = Q(pk__in=keys)
    if upload.said_email:
        wanted |= Q(email__iexact=upload.said_email)
    people = Certificant.objects.prefetch_related("former_names", "credentials__program")
    certain = list(people.filter(wanted))
    named = people.filter(family_name_folded__in=families).exclude(
        pk__in=[person.pk for person in certain]
    )
    return [*certain, *named[:MOST_ASKED]]


def _weighed(
    person: Certificant,
    *,
    upload: Upload,
    words: Mapping[Where, frozenset[str]],
    numbers: Mapping[Where, frozenset[str]],
    owner: int | None,
) -> Suggestion:
    reasons = list(_numbered(person, numbers=numbers))
    if person.pk == owner:
        reasons.append(Reason(Why.LINK, Where.LINK))
    if upload.said_email and person.email.casefold() == upload.said_email.casefold():
        reasons.append(Reason(Why.EMAIL, Where.SAID))
    reasons += _named(person, words=words)
    strongest = {reason.why: WEIGHTS[reason.why] for reason in reasons}
    weight = sum(strongest.values()) + len(reasons)
    return Suggestion(person, tuple(reasons), weight=weight if reasons else 0)


def _numbered(person: Certificant, *, numbers: Mapping[Where, frozenset[str]]) -> Iterator[Reason]:
    own = {tidy_number(credential.number) for credential in person.credentials.all()}
    for where, found in numbers.items():
        if own & found:
            yield Reason(Why.NUMBER, where)


def _named(person: Certificant, *, words: Mapping[Where, frozenset[str]]) -> Iterator[Reason]:
    for where, found in words.items():
        like = likeness(person.name, family_name=person.family_name, words=found)
        for former in person.former_names.all():
            folded_family = former.family_name_folded
            like = max(like, likeness(former.name, family_name=folded_family, words=found))
        if like:
            yield Reason(NAMED[like], where)
