"""Answers kept for reuse: their texts are versions, and the figures in them are the policy's."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.locks import lock_installation
from recert.actions.refusals import CannotMove, Incomplete
from recert.policy.figures import FIGURES, figures
from recert.policy.policies import Policy
from recert.records.certification import Cycle, Edition
from recert.records.people import User
from recert.records.policies import policy_by_digest, policy_of
from recert.records.requests import CannedAnswer, CannedText, Request

_PLACE = re.compile(r"\{([a-z_]+)\}")
LONGEST_SLUG = 50


@transaction.atomic
def write(
    answer: CannedAnswer | None, *, title: str, text: str, by: User | None, at: datetime
) -> CannedText:
    """Write a canned answer, or its next version. The same words again change nothing.

    :param answer: None for a new one
    :raises Incomplete: no title, no text, or a placeholder that stands for nothing
    :raises CannotMove: the answer was ended
    """
    title, text = title.strip(), text.strip()
    _must_be_whole(title=title, text=text)
    lock_installation()  # so that versions follow each other
    answer = answer or CannedAnswer.objects.create(slug=_free_slug(title))
    if CannedAnswer.objects.get(pk=answer.pk).ended_at:
        raise CannotMove(_("This answer was ended; write a new one."))
    last = answer.texts.order_by("-number").first()
    if last and (last.title, last.text) == (title, text):
        return last
    number = last.number + 1 if last else 1
    written = CannedText.objects.create(
        answer=answer, number=number, title=title, text=text, by=by, at=at
    )
    record("canned_answer.written", by=by, at=at, subject=answer, title=title, number=number)
    return written


@transaction.atomic
def end(answer: CannedAnswer, *, by: User, at: datetime) -> CannedAnswer:
    """End a canned answer: it is offered no more. What was sent with it stays.

    :raises CannotMove: it was ended already
    """
    answer = CannedAnswer.objects.select_for_update().get(pk=answer.pk)
    if answer.ended_at:
        raise CannotMove(_("This answer was ended already."))
    answer.ended_at = at
    answer.save(update_fields=["ended_at"])
    record("canned_answer.ended", by=by, at=at, subject=answer, slug=answer.slug)
    return answer


def _must_be_whole(*, title: str, text: str) -> None:
    problems = {}
    if not title:
        problems["title"] = _("Give it a title by which it is found.")
    if not text:
        problems["text"] = _("Write the answer.")
    unknown = sorted(set(_PLACE.findall(text)) - set(FIGURES))
    if unknown:
        problems["text"] = _("%(words)s stands for nothing. There are: %(known)s.") % {
            "words": ", ".join(f"{{{word}}}" for word in unknown),
            "known": ", ".join(f"{{{word}}}" for word in FIGURES),
        }
    if problems:
        raise Incomplete(problems)


def _free_slug(title: str) -> str:
    wanted = slugify(title)[:LONGEST_SLUG] or "answer"
    taken = set(CannedAnswer.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(
        slug
        for slug in (wanted, *(f"{wanted}-{at}" for at in range(2, len(taken) + 3)))
        if slug not in taken
    )


def filled(text: str, *, said: Mapping[str, str]) -> str:
    """Return a text with the figures that it names; what is no figure stays as it is.

    >>> filled("You need {credits}, {not_a_figure}.", said={"credits": "2.0 CECs"})
    'You need 2.0 CECs, {not_a_figure}.'
    """
    return _PLACE.sub(lambda place: said.get(place.group(1), place.group(0)), text)


def filled_for(request: Request, *, text: str, on: date) -> str:
    """Return a text with the figures of the edition that holds for the asker on a day."""
    if not _PLACE.search(text):
        return text
    policy = policy_for(request, on=on)
    return filled(text, said=figures(policy)) if policy else text


def policy_for(request: Request, *, on: date) -> Policy | None:
    """Return the policy of an asker: that of their cycle, else the edition in force.

    A cycle is held to the edition of its first day, so that edition's figures are true for them.
    """
    if request.certificant_id:
        own = Cycle.objects.filter(credential__certificant=request.certificant_id)
        cycle = own.filter(begins_on__lte=on).order_by("-begins_on").first()
        if cycle:
            return policy_of(cycle)
    in_force = Edition.objects.filter(in_force_from__lte=on)
    edition = in_force.order_by("program", "-in_force_from").first()
    return policy_by_digest(edition.digest) if edition else None
