"""Adopt an edition of a program's policy: from then on it is a row, and every process notices."""

from datetime import datetime

from django.db import transaction

from recert.actions import work
from recert.actions.events import record
from recert.actions.locks import lock_installation
from recert.actions.refusals import CannotMove
from recert.policy import loading
from recert.policy.policies import Policy
from recert.records.certification import Edition, Program
from recert.records.people import User


@transaction.atomic
def adopt(
    program_id: str,
    *,
    text: str,
    overlay: str = "",
    source: str,
    by: User | None,
    at: datetime,
) -> Edition:
    """Adopt a policy's text as an edition, and owe its papers. The same text again changes nothing.

    :param source: where the text is from: FOLDER/YYYY-MM-DD.toml, the policy's id and first day
    :param overlay: the demonstration's settings; fills only what the text leaves not set
    :param by: who adopts it; None where the installation itself does, at its beginning
    :raises PolicyError: the text cannot be used; the message lists every problem
    :raises CannotMove: it is another program's, another text was adopted for the same day, or this
        text for another day
    """
    policy = _read(program_id, text, overlay=overlay, source=source)
    lock_installation()
    known = _known(policy)
    if known:
        return known
    program, _new = Program.objects.get_or_create(pk=program_id, defaults={"title": policy.title})
    edition = Edition.objects.create(
        program=program,
        in_force_from=policy.edition,
        text=text,
        overlay=overlay,
        digest=policy.digest,
        rationale=policy.rationale,
        adopted_by=by,
        adopted_at=at,
    )
    record(
        "edition.adopted",
        by=by,
        at=at,
        subject=edition,
        program=program_id,
        in_force_from=str(policy.edition),
        digest=policy.digest,
        overlaid=bool(overlay),
    )
    for paper in work.OF_AN_EDITION:
        work.owe(paper, subject_id=edition.pk, at=at)
    return edition


def _read(program_id: str, text: str, *, overlay: str, source: str) -> Policy:
    policy = loading.load(
        text,
        source=source,
        overlay=overlay or None,
        overlay_source=source.replace(".toml", ".demonstration.toml"),
    )
    if policy.id != program_id:
        raise CannotMove(
            f"{source} is a policy of {policy.id!r}, not of {program_id!r}; check the folder."
        )
    return policy


def _known(policy: Policy) -> Edition | None:
    """Return the edition that this policy was adopted as; None if it is new.

    :raises CannotMove: its day has another text, or its text another day
    """
    same_day = Edition.objects.filter(program=policy.id, in_force_from=policy.edition).first()
    if same_day and same_day.digest != policy.digest:
        raise CannotMove(
            f"{policy.id}: an edition of {policy.edition} was adopted with another text. "
            "What is adopted is never changed; give the new text a day of its own."
        )
    twin = Edition.objects.filter(digest=policy.digest).first()
    if twin and not same_day:
        raise CannotMove(f"This very text is adopted already, as {twin}; there is nothing to do.")
    return same_day
