"""How long one decision takes, plain: python benchmarks/bench_decide.py [ACTIVITIES]."""

import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

from recert.outside.policies import load_all
from recert.policy.evaluate import decide
from recert.policy.facts import Activity, Case, Certificant, Companion, Exam

ROUNDS = 2000
BUDGET = 1.0  # milliseconds, for 40 activities
CERTIFIED = date(2024, 3, 10)
POLICIES = Path(__file__).resolve().parents[1] / "policies"


def case_of(activities: int) -> Case:
    """Return a case in which every outcome of an activity occurs, and an exam beside it."""
    rows = tuple(
        Activity(
            completed_on=CERTIFIED + timedelta(days=19 * at - 30),
            credits=Decimal("0.1"),
            course=f"own-{at % 30}",
            provider_approved=() if at % 11 == 0 else None,
            evidence=at % 7 != 0,
            review=("accepted", "accepted", "pending", "rejected")[at % 4],  # type: ignore[arg-type]
        )
        for at in range(activities)
    )
    return Case(
        Certificant(CERTIFIED, level="certificate", exam_form="online"),
        rows,
        (
            Exam("accredited", date(2025, 6, 1), "fail"),
            Exam("accredited", date(2025, 9, 30), "pass"),
        ),
        (Companion("cpr_aed", date(2025, 1, 10), date(2027, 1, 10), hands_on=True),),
    )


def milliseconds(*, activities: int, demonstration: bool) -> float:
    """Return the median time of a decision by both pathways, with every finding and sentence."""
    policy = load_all(POLICIES, demonstration=demonstration)["action-cpt"][0]
    case, times = case_of(activities), []
    for _ in range(ROUNDS):
        begun = perf_counter()
        decide(policy, case, on=date(2026, 2, 1))
        times.append(perf_counter() - begun)
    return median(times) * 1000


def main(activities: int = 40) -> None:
    """Print the median with the demonstration's settings, and without."""
    for demonstration, name in ((True, "every rule set"), (False, "some rules not set")):
        took = milliseconds(activities=activities, demonstration=demonstration)
        kept = "within" if took < BUDGET else "OVER"
        print(f"{activities} activities, {name}: {took:.3f} ms a decision ({kept} {BUDGET} ms)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
