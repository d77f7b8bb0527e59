"""`recert decide`: what comes of a case, with every finding."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from recert.cli.policy_test import edition_for
from recert.outside.policies import NoPoliciesError, folder, load_all, read
from recert.policy.cases import WorkedCase, read_cases
from recert.policy.columns import FactsError
from recert.policy.decision import Decision, Fee, PathwayDecision
from recert.policy.evaluate import decide
from recert.policy.money import say_money
from recert.policy.names import OUTCOMES, STANDINGS, STATES, say_day
from recert.policy.policies import NoEditionInForceError
from recert.policy.problems import FileError
from recert.policy.units import NOT_SET


class NoSuchCaseError(LookupError):
    """The file has no case of the id, or the folder no policy of the case."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for the case, the day and the form of the answer."""
    parser.add_argument("case_file", type=Path, metavar="CASE_FILE")
    parser.add_argument("--id", metavar="ID", help="one case of the file (default: all)")
    parser.add_argument("--on", type=_day, metavar="DAY", help="another day than the case's")
    parser.add_argument("--policies", type=Path, metavar="DIR", help="the policies folder")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: expected a day such as 2026-03-10") from None


def run(options: argparse.Namespace) -> int:
    """Print the decision on each case asked for; 2 if a file or a fact is refused."""
    try:
        decisions = list(_decisions(options))
    except (
        FileError,
        NoPoliciesError,
        NoEditionInForceError,
        FactsError,
        NoSuchCaseError,
    ) as error:
        print(error, file=sys.stderr)
        return 2
    if options.format == "json":
        data = [{"case": case.id, **decision.as_data()} for case, decision in decisions]
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join("\n".join(_told(case, d)) for case, d in decisions))
    return 0


def _decisions(options: argparse.Namespace) -> Iterator[tuple[WorkedCase, Decision]]:
    source = str(options.case_file)
    cases = read_cases(read(options.case_file), source=source, must_expect=False)
    asked = [case for case in cases if options.id in {None, case.id}]
    if not asked:
        raise NoSuchCaseError(
            f"{source}: no case {options.id}; it has " + ", ".join(c.id for c in cases)
        )
    policies = load_all(options.policies or folder(), demonstration=False)
    for case in asked:
        if case.policy not in policies:
            known = ", ".join(policies)
            raise NoSuchCaseError(
                f"{source}: case {case.id}: no policy {case.policy}; there are {known}"
            )
        policy = edition_for(case, policies[case.policy])
        try:
            yield case, decide(policy, case.case, on=options.on or case.on)
        except FactsError as error:
            raise FactsError(f"{source}: case {case.id}: {error}") from None


def _told(case: WorkedCase, decision: Decision) -> Iterator[str]:
    unit = decision.unit
    yield f"{case.id}: {decision.policy_id}, edition {decision.edition}, on {say_day(decision.on)}"
    cycle = decision.cycle
    yield (
        f"{STANDINGS[decision.standing]}; cycle {say_day(cycle.first_on)} to "
        f"{say_day(cycle.last_on)}; {unit.say(decision.counted)} counted, "
        f"{unit.number(decision.pending)} waiting"
    )
    for way in decision.pathways:
        yield from _pathway(way)
    for activity in decision.activities:
        yield (
            f"activity {activity.at}: {OUTCOMES[activity.outcome]}, "
            f"{unit.say(activity.counted)}. {activity.because} {activity.change}".rstrip()
        )


def _pathway(way: PathwayDecision) -> Iterator[str]:
    yield f"{way.label}: {way.outcome}; fee {_fee(way.fee)}"
    for finding in way.findings:
        cite = f" [{finding.source.key}]" if finding.source else ""
        yield f"  {finding.label}: {STATES[finding.state]}. {finding.because}{cite}"
        if finding.change:
            yield f"    {finding.change}"


def _fee(fee: Fee) -> str:
    return "not set" if fee.total is NOT_SET else say_money(fee.total, currency=fee.currency)
