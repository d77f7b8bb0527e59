"""Answers kept for reuse: their texts are versions, and the figures in them are the policy's."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from recert.actions.events import record
from recert.actions.locks import lock_installation
from recert.actions.refusals import CannotMove, Incomplete
from recert.policy.figures import FIGURES
from recert.records.filling import places_in
from recert.records.people import User
from recert.records.requests import CannedAnswer, CannedText

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
    unknown = sorted(places_in(text) - set(FIGURES))
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
