"""Read worked cases: situations, written as data, and what must come of them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from recert.policy import case_format
from recert.policy.case_compare import Difference, Expected, compare_decision
from recert.policy.case_values import Read
from recert.policy.columns import FactsError
from recert.policy.evaluate import decide
from recert.policy.facts import Activity, Case, Certificant, Companion, Exam
from recert.policy.lines import Path, line_numbers, line_of
from recert.policy.policies import Policy
from recert.policy.problems import FileError, Problem, nearest, not_toml

__all__ = ["CasesError", "Difference", "WorkedCase", "compare", "read_cases"]


class CasesError(FileError):
    """A file of cases that is refused; it lists everything that is wrong with it."""


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """A situation, the policy and the day it is asked of, and what must come of it."""

    id: str
    policy: str
    edition: date | None
    on: date
    origin: str
    because: str
    case: Case
    expect: Expected

    @property
    def cycle_first_on(self) -> date:
        """The first day of the cycle, which says which edition binds."""
        certificant = self.case.certificant
        return certificant.cycle[0] if certificant.cycle else certificant.certified_on


def read_cases(text: str, *, source: str, must_expect: bool = True) -> tuple[WorkedCase, ...]:
    """Return the worked cases of a text. Raises CasesError with all that is wrong.

    Without `must_expect` a case is a question: `expect`, `origin` and `because` may be absent.
    """
    reading = _Reading(source=source, lines={})
    cases = tuple(reading.cases(text, must_expect=must_expect))
    if reading.problems:
        raise CasesError(reading.problems)
    return cases


def compare(worked: WorkedCase, policy: Policy) -> tuple[Difference, ...]:
    """Return where a policy decides a worked case otherwise than it expects; empty if nowhere."""
    asked = worked.expect.get("pathway")
    known = tuple(way.id for way in policy.pathways)
    if asked is not None and asked not in known:
        return (Difference("pathway", asked, "only " + ", ".join(known)),)
    try:
        decision = decide(policy, worked.case, on=worked.on, pathway=asked)
    except FactsError as error:
        return (Difference("facts", "facts that can be judged", str(error)),)
    return compare_decision(decision, worked.expect, case=worked.case)


@dataclass(slots=True)
class _Reading:
    """One file being read; what is wrong gathers in `problems`."""

    source: str
    lines: Mapping[Path, int]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, path: Path, what: str, *, expected: str = "", near: str = "") -> None:
        line = line_of(self.lines, path)
        self.problems.append(Problem(self.source, line, _where(path), what, expected, near))

    def cases(self, text: str, *, must_expect: bool) -> Iterator[WorkedCase]:
        try:
            tree = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            self.problems.append(not_toml(error, source=self.source))
            return
        self.lines = line_numbers(text)
        self.known(tree, known=("case",), path=())
        seen: set[str] = set()
        tables = self.tables(tree, "case", path=())
        if not tables:
            self.wrong((), "no case", expected="[[case]] tables")
        for at, table in enumerate(tables):
            case = self.case(table, path=("case", str(at)), must_expect=must_expect)
            if case and case.id in seen:
                self.wrong(("case", str(at), "id"), f'a second case "{case.id}"')
            if case:
                seen.add(case.id)
                yield case

    def case(self, table: Mapping[str, Any], *, path: Path, must_expect: bool) -> WorkedCase | None:
        before = len(self.problems)
        parts = ("certificant", "activity", "exam", "companion", "expect")
        must = ("id", "policy", "on", *(("origin", "because") if must_expect else ()))
        plain = {name: value for name, value in table.items() if name not in parts}
        head = self.read(plain, case_format.CASE, path=path, must=must, also=parts)
        if must_expect and not table.get("expect"):
            self.wrong(path, "expects nothing", expected="[case.expect] with at least one key")
        case = self.facts(table, path=path)
        expect = self.expected(table.get("expect", {}), path=(*path, "expect"))
        if case is None or len(self.problems) > before:
            return None
        return WorkedCase(
            id=head["id"],
            policy=head["policy"],
            edition=head.get("edition"),
            on=head["on"],
            origin=head.get("origin", ""),
            because=head.get("because", ""),
            case=case,
            expect=expect,
        )

    def facts(self, table: Mapping[str, Any], *, path: Path) -> Case | None:
        before = len(self.problems)
        certificant = self.certificant(table.get("certificant"), path=(*path, "certificant"))
        activities = self.rows(
            table, "activity", case_format.ACTIVITY, path=path, must=("completed_on",)
        )
        exams = self.rows(
            table, "exam", case_format.EXAM, path=path, must=("form", "taken_on", "outcome")
        )
        cards = self.rows(
            table, "companion", case_format.COMPANION, path=path, must=("kind", "issued_on")
        )
        for at, activity in enumerate(activities):
            self.one_amount(activity, path=(*path, "activity", str(at)))
        if certificant is None or len(self.problems) > before:
            return None
        return Case(
            certificant=certificant,
            activities=tuple(Activity(**activity) for activity in activities),
            exams=tuple(Exam(**exam) for exam in exams),
            companions=tuple(Companion(**card) for card in cards),
        )

    def certificant(self, table: Any, *, path: Path) -> Certificant | None:
        if not isinstance(table, dict):
            self.wrong(path, "this table is missing", expected="[case.certificant]")
            return None
        assessment = table.get("assessment")
        plain = {name: value for name, value in table.items() if name != "assessment"}
        facts = self.read(
            plain,
            case_format.CERTIFICANT,
            path=path,
            must=("certified_on",),
            also=("assessment",),
        )
        if assessment is not None:
            both = ("taken_on", "required")
            where = (*path, "assessment")
            found = self.read(assessment, case_format.ASSESSMENT, path=where, must=both)
            facts |= {
                "assessed_on": found.get("taken_on"),
                "assessed_credits": found.get("required"),
            }
        return Certificant(**facts) if "certified_on" in facts else None

    def one_amount(self, activity: Mapping[str, Any], *, path: Path) -> None:
        amounts = [n for n in ("credits", "minutes", "academic_credits") if n in activity]
        if len(amounts) > 1:
            self.wrong(path, " and ".join(amounts), expected="only one of them")
        if ("academic_credits" in activity) != ("academic_unit" in activity):
            expected = "academic_credits and academic_unit together"
            self.wrong(path, "half of an academic amount", expected=expected)

    def expected(self, table: Any, *, path: Path) -> Expected:
        if not isinstance(table, dict):
            self.wrong(path, "this is no table", expected="[case.expect]")
            return {}
        plain = {name: value for name, value in table.items() if name != "activity"}
        expect = self.read(plain, case_format.EXPECT, path=path, also=("activity",))
        rows = self.rows(table, "activity", case_format.EXPECT_ACTIVITY, path=path, must=("at",))
        return {**expect, "activity": rows} if rows else expect

    def rows(
        self,
        table: Mapping[str, Any],
        name: str,
        readers: Mapping[str, Read],
        *,
        path: Path,
        must: tuple[str, ...],
    ) -> list[dict[str, Any]]:
        return [
            self.read(row, readers, path=(*path, name, str(at)), must=must)
            for at, row in enumerate(self.tables(table, name, path=path))
        ]

    def tables(self, table: Mapping[str, Any], name: str, *, path: Path) -> list[Any]:
        found = table.get(name, [])
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return found
        self.wrong((*path, name), "this is no list of tables", expected=f"[[{name}]]")
        return []

    def read(
        self,
        table: Any,
        readers: Mapping[str, Read],
        *,
        path: Path,
        must: tuple[str, ...] = (),
        also: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """Read the values of a table, noting each that is unknown, missing or unfit."""
        if not isinstance(table, dict):
            self.wrong(path, "this is no table", expected=", ".join(readers))
            return {}
        self.known(table, known=(*readers, *also), path=path)
        found = {}
        for name in must:
            if name not in table:
                self.wrong((*path, name), "this key is missing")
        for name, value in table.items():
            if name in readers:
                try:
                    found[name] = readers[name](value)
                except ValueError as error:
                    self.wrong((*path, name), f"{value!r} does not fit", expected=str(error))
        return found

    def known(self, table: Mapping[str, Any], *, known: tuple[str, ...], path: Path) -> None:
        for name in table:
            if name not in known:
                expected = "one of " + ", ".join(known)
                near = nearest(name, known)
                self.wrong((*path, name), "unknown key", expected=expected, near=near)


def _where(path: Path) -> str:
    """Name a path as the format does: `case 3 activity 0 credits`, counted from 0."""
    return " ".join(path)
