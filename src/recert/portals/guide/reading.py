"""What the pages of the Guide show of one edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from recert.actions import work
from recert.outside.body import Body
from recert.outside.guide_steps import steps_to_apply
from recert.policy.explaining import Section, Sentence, explain, not_set
from recert.policy.policies import Policy, Source
from recert.policy.worked_examples import (
    DayRow,
    Example,
    HoursRow,
    example_days,
    examples,
    hours_table,
)
from recert.records.certification import Edition
from recert.records.history import Document
from recert.records.policies import NoEditionError, edition_in_force, policy_by_digest


@dataclass(frozen=True, slots=True)
class Guide:
    """One edition in plain words, with all that a person needs beside its rules."""

    edition: Edition
    policy: Policy
    sections: tuple[Section, ...]
    days: tuple[DayRow, ...]
    hours: tuple[HoursRow, ...]
    examples: tuple[Example, ...]
    open: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    steps: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, str, Document | None], ...]  # address, name, and what was made


PAPER_SLUGS = {"recertification-guide": work.GUIDE, "application-form": work.APPLICATION_FORM}


def guide_to(edition: Edition, *, body: Body, sign_in: str) -> Guide:
    """Return the Guide to an edition.

    :param sign_in: the address of the page to sign in at
    """
    policy = policy_by_digest(edition.digest)
    return Guide(
        edition=edition,
        policy=policy,
        sections=explain(policy),
        days=example_days(policy),
        hours=hours_table(policy),
        examples=examples(policy),
        open=not_set(policy),
        sources=tuple(sorted(policy.sources, key=lambda source: source.key)),
        steps=tuple(
            (_(step.what), _(step.how) % step.values)
            for step in steps_to_apply(body, sign_in=sign_in)
        ),
        papers=tuple(_papers(edition)),
    )


def _papers(edition: Edition) -> list[tuple[str, str, Document | None]]:
    made = papers_of(edition)
    names = {
        work.GUIDE: _("Recertification Guide (PDF)"),
        work.APPLICATION_FORM: _("Application form on paper (PDF)"),
    }
    return [(slug, names[kind], made.get(kind)) for slug, kind in PAPER_SLUGS.items()]


def papers_of(edition: Edition) -> dict[str, Document]:
    """Return the latest document of each paper of an edition, as far as they are made."""
    return {each.paper: each for each in Document.objects.filter(edition=edition).order_by("id")}


def editions_of(program_id: str) -> Sequence[Edition]:
    """Return the adopted editions of a program, the latest first. Raises Http404 for none."""
    rows = Edition.objects.filter(program_id=program_id).select_related("program")
    found = list(rows.defer("text", "overlay").order_by("-in_force_from"))
    if not found:
        raise Http404
    return found


def edition_named(editions: Sequence[Edition], day: date) -> Edition:
    """Return the edition of a day. Raises Http404 if there is none."""
    found = [each for each in editions if each.in_force_from == day]
    if not found:
        raise Http404
    return found[0]


def in_force(program_id: str, *, on: date) -> Edition | None:
    """Return the edition in force on a day; None before the first."""
    try:
        return edition_in_force(program_id, on=on)
    except NoEditionError:
        return None
