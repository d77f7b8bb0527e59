"""The papers of an edition: the Recertification Guide, and the application form to fill in by hand.

What they show is gathered as plain data first. Its digest says what a paper was made of: when a
rule, the body's file or the template changes, the digest does, and the paper is owed anew.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from recert.outside.body import Body
from recert.outside.guide_steps import steps_to_apply
from recert.outside.typesetting import TEMPLATES, set_pdf
from recert.policy.explaining import explain, not_set
from recert.policy.names import say_day
from recert.policy.policies import Policy
from recert.policy.sentences import Sentence
from recert.policy.worked_examples import example_days, examples, hours_table

GUIDE, APPLICATION_FORM = "guide", "application_form"
_TEMPLATES: Mapping[str, str] = {GUIDE: "guide.typ", APPLICATION_FORM: "application-form.typ"}
PAPERS = tuple(_TEMPLATES)


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses that papers name, as people read them; the desk's is empty where there is none."""

    sign_in: str
    guide: str
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, not yet set: which it is, and all that it shows."""

    kind: str
    shown: dict[str, Any]

    @property
    def made_of(self) -> str:
        """The digest of everything that decides what the paper looks like."""
        told = json.dumps([self.kind, self.shown], sort_keys=True, ensure_ascii=False)
        template = (TEMPLATES / _TEMPLATES[self.kind]).read_bytes()
        return hashlib.sha256(told.encode() + template).hexdigest()

    def pdf(self, *, on: date) -> bytes:
        """Return the paper as PDF, dated a day. Raises CannotMake: CannotSet for missing glyphs."""
        return set_pdf(
            _TEMPLATES[self.kind],
            shown=self.shown,
            name=self.shown["body"],
            language="en",
            on=on,
        )


def paper_of(kind: str, policy: Policy, *, body: Body, places: Places, on: date) -> Paper:
    """Return a paper of an edition, for people who read it on a day.

    Raises KeyError for a kind that is none of PAPERS.
    """
    gather = {GUIDE: _guide, APPLICATION_FORM: _application_form}[kind]
    common = {
        "body": body.name,
        "title": policy.title,
        "edition": say_day(policy.edition),
        "overlaid": policy.overlaid,
        "paper": body.letters.paper,
        "contact": [body.contact.email, body.contact.words],
        "desk": _desk(body, places=places),
        "page": places.guide,
        "sign_in": places.sign_in,
    }
    return Paper(kind, {**common, **gather(policy, body=body, places=places, on=on)})


def _guide(policy: Policy, *, body: Body, places: Places, on: date) -> dict[str, Any]:  # noqa: ARG001 - what a form needs
    sections = explain(policy)
    return {
        "digest": policy.digest,
        "sections": [
            {"title": section.title, "sentences": [_sentence(each) for each in section.sentences]}
            for section in sections
        ],
        "days": [
            [row.what, say_day(row.on) if row.on else "not set"] for row in example_days(policy)
        ],
        "hours": [[row.hours, row.credit] for row in hours_table(policy)],
        "examples": [
            [each.way, each.situation, each.answer, " ".join(each.because)]
            for each in examples(policy)
        ],
        "open": [each.text for each in not_set(policy)],
        "steps": [
            [step.what, step.in_english] for step in steps_to_apply(body, sign_in=places.sign_in)
        ],
        "sources": [
            [each.key, each.cite, each.url]
            for each in sorted(policy.sources, key=lambda source: source.key)
        ],
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    source = sentence.source.key if sentence.source else ""
    return {"text": sentence.text, "source": source, "is_set": sentence.is_set}


def _application_form(policy: Policy, *, body: Body, places: Places, on: date) -> dict[str, Any]:  # noqa: ARG001
    ways = [way for way in policy.pathways if way.filing]
    fees = [
        _sentence(each)
        for section in explain(policy)
        if section.id == "fees"
        for each in section.sentences
        if each.key.split(".")[1] in {way.id for way in ways}
    ]
    return {
        "unit": policy.unit.plural,
        "ways": [[way.label, policy.unit.say(way.credits) if way.credits else ""] for way in ways],
        "fees": fees,
        "payment": body.payment.words,
        "declarations": [[each.text, say_day(each.edition)] for each in body.declarations_on(on)],
        "evidence": policy.activities.evidence == "required",
    }


def _desk(body: Body, *, places: Places) -> list[str]:
    if body.desk is None or not places.desk:
        return []
    return [places.desk, body.desk.access_code, body.desk.words]
