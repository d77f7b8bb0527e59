"""Policies and cases that the tests of this folder speak of."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from recert.policy.facts import Activity, Case, Certificant, Companion, Exam
from recert.policy.loading import load

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
GUIDES = ROOT / "tests" / "bodies" / "northern-guides" / "policies"
EDITION = POLICIES / "action-cpt" / "2020-01-01.toml"
OVERLAY = POLICIES / "action-cpt" / "2020-01-01.demonstration.toml"

CERTIFIED = date(2024, 3, 10)
LAST = date(2026, 3, 10)
CARD = Companion("cpr_aed", date(2025, 1, 10), date(2027, 1, 10), hands_on=True)


@cache
def action(*, demonstration=True):
    return load(
        EDITION.read_text(),
        source="action-cpt/2020-01-01.toml",
        overlay=OVERLAY.read_text() if demonstration else None,
    )


def changed(*pairs):
    """ACTION's policy without the demonstration's settings, with some values changed."""
    text = EDITION.read_text()
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return load(text, source="action-cpt/2020-01-01.toml")


@cache
def guides():
    path = GUIDES / "mountain-guide" / "2024-04-01.toml"
    return load(path.read_text(), source="mountain-guide/2024-04-01.toml")


def alice(*, certified_on=CERTIFIED, level="certification", form="accredited", **facts):
    return Certificant(certified_on=certified_on, level=level, exam_form=form, **facts)


def holder(**facts):
    """Alice with only the online certificate."""
    return alice(level="certificate", form="online", **facts)


def activity(on, amount="0.5", **facts):
    return Activity(completed_on=on, credits=Decimal(amount), **facts)


def case(*activities, who=None, exams=(), cards=()):
    return Case(who or alice(), tuple(activities), tuple(exams), tuple(cards))


def upgrade(on, *, outcome="pass"):
    return Exam("accredited", on, outcome)


def finding(decision, requirement, *, pathway=None):
    ways = [w for w in decision.pathways if w.id == (pathway or decision.pathway.id)]
    return next(f for f in ways[0].findings if f.requirement == requirement)
