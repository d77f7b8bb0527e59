"""The register: people, their credentials and first cycles, exam results and cards."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions import work
from recert.actions.events import record
from recert.actions.locks import lock_case
from recert.actions.refusals import CannotMove, Incomplete
from recert.actions.withdrawing import withdraw_for_upgrade
from recert.policy.cycles import Span
from recert.policy.names import say_day
from recert.policy.numbers import folded, tidy_number
from recert.records.certification import (
    Companion,
    Credential,
    Cycle,
    ExamResult,
    LevelChange,
    Program,
)
from recert.records.education import Evidence
from recert.records.people import Certificant, FormerName, User


@transaction.atomic
def enrol(
    *,
    name: str,
    family_name: str,
    email: str,
    language: str,
    birth_date: date | None,
    listed: bool,
    user: User | None,
    by: User | None,
    at: datetime,
) -> Certificant:
    """Enter a person into the register.

    :param family_name: the part of the name by which a stranger looks the person up
    :param listed: whether a number alone answers
    :raises Incomplete: a name is missing
    """
    _must_be_a_name(name, family_name=family_name)
    certificant = Certificant.objects.create(
        user=user,
        name=name.strip(),
        family_name=family_name.strip(),
        family_name_folded=folded(family_name),
        language=language,
        email=email,
        birth_date=birth_date,
        listed=listed,
        joined_at=at,
    )
    record("certificant.enrolled", by=by, at=at, subject=certificant, certificant=certificant)
    return certificant


def _must_be_a_name(name: str, *, family_name: str) -> None:
    if not name.strip() or not folded(family_name):
        raise Incomplete({"name": _("Enter the whole name, and the family name in it.")})


@transaction.atomic
def rename(
    certificant: Certificant,
    *,
    name: str,
    family_name: str,
    by: User | None,
    on: date,
    at: datetime,
) -> Certificant:
    """Change a certificant's name; the former one is kept, and still answers.

    :raises Incomplete: a name is missing
    """
    _must_be_a_name(name, family_name=family_name)
    certificant = lock_case(certificant.pk)
    FormerName.objects.create(
        certificant=certificant,
        name=certificant.name,
        family_name_folded=certificant.family_name_folded,
        until_on=on,
    )
    certificant.name, certificant.family_name = name.strip(), family_name.strip()
    certificant.family_name_folded = folded(family_name)
    certificant.save(update_fields=["name", "family_name", "family_name_folded"])
    record("certificant.renamed", by=by, at=at, subject=certificant, certificant=certificant)
    return certificant


@transaction.atomic
def certify(
    certificant: Certificant,
    *,
    program: Program,
    number: str,
    code: str,
    level: str,
    exam_form: str,
    certified_on: date,
    cycle: Span,
    by: User | None,
    at: datetime,
) -> Cycle:
    """Issue a credential with its first cycle.

    :param number: as printed, unique; :param code: what the card's QR carries, unguessable
    :param cycle: the first cycle, as the policy reckons it from the day of certification
    """
    lock_case(certificant.pk)
    credential = Credential.objects.create(
        certificant=certificant,
        program=program,
        number=number,
        number_tidy=tidy_number(number),
        code=code,
        certified_on=certified_on,
        exam_form=exam_form,
    )
    days = {"begins_on": cycle.first_on, "ends_on": cycle.last_on}
    first = Cycle.objects.create(credential=credential, level=level, began_at=at, **days)
    record(
        "credential.certified",
        by=by,
        at=at,
        subject=credential,
        certificant=certificant,
        number=number,
        level=level,
        certified_on=str(certified_on),
        cycle=[str(cycle.first_on), str(cycle.last_on)],
    )
    return first


@transaction.atomic
def raise_level(
    cycle: Cycle, *, result: ExamResult, level: str, by: User | None, at: datetime
) -> LevelChange:
    """Let the level of a cycle rise on the day on which the exam was taken.

    An open application of the cycle ends as withdrawn; a cycle that was begun early keeps its days
    and takes the level; a document at the new level is owed for each.

    :raises CannotMove: the exam was not passed, or not taken in this cycle
    """
    lock_case(cycle.credential.certificant_id)
    if result.outcome != "pass" or not cycle.begins_on <= result.taken_on <= cycle.ends_on:
        raise CannotMove(_("Only an exam passed inside the cycle raises its level."))
    change = LevelChange.objects.create(
        cycle=cycle, level=level, from_on=result.taken_on, exam_result=result, at=at
    )
    record(
        "credential.level_rose",
        by=by,
        at=at,
        subject=cycle,
        certificant=cycle.credential.certificant_id,
        level=level,
        from_on=str(result.taken_on),
    )
    work.owe(work.CERTIFICATE, subject_id=cycle.pk, part=level, at=at)
    because = f"The exam passed on {say_day(result.taken_on)} upgraded this cycle."
    withdraw_for_upgrade(cycle, because=because, by=by, at=at)
    _raise_following(cycle, level=level, at=at)
    return change


def _raise_following(cycle: Cycle, *, level: str, at: datetime) -> None:
    """Let the cycle that follows begin at the level that the one before it ends with."""
    later = Cycle.objects.filter(credential=cycle.credential_id, begins_on__gt=cycle.begins_on)
    for following in later.exclude(level=level):
        following.level = level
        following.save(update_fields=["level"])
        work.owe(work.CERTIFICATE, subject_id=following.pk, part=level, at=at)


@transaction.atomic
def record_companion(
    certificant: Certificant,
    *,
    kind: str,
    issued_on: date,
    expires_on: date | None,
    hands_on: bool,
    evidence: Evidence | None,
    by: User | None,
    at: datetime,
) -> Companion:
    """Put a companion credential, such as a CPR and AED card, on record."""
    lock_case(certificant.pk)
    companion = Companion.objects.create(
        certificant=certificant,
        kind=kind,
        issued_on=issued_on,
        expires_on=expires_on,
        hands_on=hands_on,
        evidence=evidence,
    )
    record(
        "companion.recorded",
        by=by,
        at=at,
        subject=companion,
        certificant=certificant,
        kind=kind,
        issued_on=str(issued_on),
        expires_on=str(expires_on) if expires_on else None,
    )
    return companion
