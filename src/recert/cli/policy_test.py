"""`recert policy test`: see that the policies decide the worked cases as they should.

The demonstration's settings are loaded, and a line says so: the cases rest on them.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from recert.outside.policies import NoPoliciesError, case_files, folder, load_all, read
from recert.policy.cases import Difference, WorkedCase, compare, read_cases
from recert.policy.policies import NoEditionInForceError, Policy, in_force
from recert.policy.problems import FileError, Problem

Policies = Mapping[str, tuple[Policy, ...]]


class Result(NamedTuple):
    """A case and where it was decided otherwise than it expects."""

    case: WorkedCase
    differences: tuple[Difference, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for case files, the policies folder and the form of the report."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    parser.add_argument("--policies", type=Path, metavar="DIR", help="the policies folder")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Run the cases: 0 if all hold, 1 if one does not, 2 if a file is refused."""
    try:
        policies = load_all(options.policies or folder(), demonstration=True)
        results = [Result(case, differences(case, policies)) for case in _cases(options.paths)]
    except (FileError, NoPoliciesError) as error:
        print(error, file=sys.stderr)
        return 2
    report = _json if options.format == "json" else _text
    print(report(results, policies))
    return 1 if any(result.differences for result in results) else 0


def _cases(paths: list[Path]) -> list[WorkedCase]:
    """Read every file, and report what is wrong with all of them together."""
    cases: list[WorkedCase] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(file for named in paths for file in case_files(named)):
        try:
            cases += read_cases(read(path), source=str(path))
        except FileError as error:
            problems += error.problems
    if problems:
        raise FileError(problems)
    return cases


def differences(case: WorkedCase, policies: Policies) -> tuple[Difference, ...]:
    """Return where the edition that binds decides a case otherwise than it expects."""
    editions = policies.get(case.policy, ())
    try:
        policy = edition_for(case, editions)
    except NoEditionInForceError as error:
        return (Difference("policy", f"an edition of {case.policy}", str(error)),)
    return compare(case, policy)


def edition_for(case: WorkedCase, editions: tuple[Policy, ...]) -> Policy:
    """Return the edition that a case forces, else the one in force when the cycle began.

    Raises NoEditionInForceError if there is none.
    """
    if case.edition is None:
        return in_force(editions, on=case.cycle_first_on)
    for policy in editions:
        if policy.edition == case.edition:
            return policy
    known = ", ".join(str(policy.edition) for policy in editions) or "none"
    raise NoEditionInForceError(f"no edition of {case.edition}; there are: {known}")


def _json(results: list[Result], _: Policies) -> str:
    failed = sum(1 for result in results if result.differences)
    cases = [
        {
            "id": result.case.id,
            "passed": not result.differences,
            "differences": [
                {"key": d.key, "expected": d.expected, "found": d.found} for d in result.differences
            ],
        }
        for result in results
    ]
    report = {"passed": len(results) - failed, "failed": failed, "cases": cases}
    return json.dumps(report, ensure_ascii=False, indent=2)


def _text(results: list[Result], policies: Policies) -> str:
    lines = [
        f"{policy.id} {policy.edition}: with the demonstration's settings"
        for asked in sorted({result.case.policy for result in results})
        for policy in policies.get(asked, ())
        if policy.overlaid
    ]
    for case, found in results:
        if found:
            lines += [f"{case.id}: does not hold ({case.because})", *(f"  {d}" for d in found)]
    failed = sum(1 for result in results if result.differences)
    return "\n".join([*lines, f"{len(results) - failed} hold, {failed} do not"])
