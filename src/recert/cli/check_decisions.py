"""Decisions made again: from the facts and the adopted text that they name, with the same findings.

And the facts held against the ledger: what a decision started from is what was granted by then.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection

from recert.policy.evaluate import decide
from recert.policy.loading import load
from recert.policy.policies import Policy
from recert.policy.replay import case_from_data

_DECISIONS = (
    "select d.id, d.edition_id, d.edition_digest, d.facts, d.findings, d.outcome, "
    "d.undone_at, c.credential_id, g.certificant_id, d.at from records_decision d "
    "join records_application p on p.id = d.application_id join records_cycle c "
    "on c.id = p.cycle_id join records_credential g on g.id = c.credential_id order by d.id"
)
_GRANTED = (
    "select a.completed_on, sum(l.steps) from records_ledgerentry l "
    "join records_activity a on a.id = l.activity_id join records_edition e on e.id = l.edition_id "
    "where a.certificant_id = %s and l.at <= %s group by a.id, a.completed_on "
    "having sum(l.steps) <> 0"
)
_EXAM_DECISIONS = (
    "select id, edition_id, edition_digest, facts, findings from records_examdecision order by id"
)
Row = Mapping[str, Any]


def _decisions(statement: str = _DECISIONS) -> Iterator[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            told = dict(zip(names, row, strict=True))
            facts, findings = (
                json.loads(each) if isinstance(each, str) else each
                for each in (told["facts"], told["findings"])
            )
            yield {**told, "facts": facts, "findings": findings}


def replayed() -> Iterator[str]:
    """Yield each decision that does not come out again as it was found."""
    yield from _otherwise(_decisions(), called="decision")


def exams_replayed() -> Iterator[str]:
    """Yield each decision on an exam that does not come out again; it judges the latest exam."""
    yield from _otherwise(_decisions(_EXAM_DECISIONS), called="exam decision", latest_exam=True)


def _otherwise(rows: Iterable[Row], *, called: str, latest_exam: bool = False) -> Iterator[str]:
    for row in rows:
        try:
            again = decide(
                _policy(row["edition_id"], row["edition_digest"]),
                case_from_data(row["facts"]),
                on=date.fromisoformat(row["findings"]["on"]),
                pathway=row["findings"]["pathway"],
                latest_exam=latest_exam,
            ).as_data()
        except Exception as error:  # noqa: BLE001  # whatever it is, the decision cannot be shown again
            yield f"{called} {row['id']} cannot be made again: {type(error).__name__}: {error}"
            continue
        if again != row["findings"]:
            parts = [name for name in again if again[name] != row["findings"].get(name)]
            yield f"{called} {row['id']} comes out otherwise in: {', '.join(parts)}"


@lru_cache(maxsize=32)
def _policy(edition_id: int, _digest: str) -> Policy:
    """Return an edition as adopted; another text under the same id is another policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select program_id, text, overlay, in_force_from from records_edition where id = %s",
            [edition_id],
        )
        program, text, overlay, day = cursor.fetchone()
    return load(
        text,
        source=f"{program}/{day}.toml",
        overlay=overlay or None,
        overlay_source=f"{program}/{day}.demonstration.toml",
    )


def started_from_the_ledger() -> Iterator[str]:
    """Yield each decision whose accepted activities are not what the ledger granted by then."""
    for row in _decisions():
        facts = Counter(
            (each["completed_on"], Decimal(each["credits"]))
            for each in row["facts"].get("activities", [])
            if each.get("review", "accepted") == "accepted"
        )
        ledger = _granted(row)
        for day, credit in (facts - ledger).elements():
            yield f"decision {row['id']} started from {credit} of {day}, which nobody granted"
        for day, credit in (ledger - facts).elements():
            yield f"decision {row['id']} left out {credit} of {day}, which was granted"


def _granted(row: Row) -> Counter[tuple[str, Decimal]]:
    """Return what was granted by the moment of a decision, in the unit that it reckons in."""
    unit = _policy(row["edition_id"], row["edition_digest"]).unit
    with connection.cursor() as cursor:
        cursor.execute(_GRANTED, [row["certificant_id"], row["at"]])
        rows = cursor.fetchall()
    return Counter((str(day), unit.step * steps) for day, steps in rows)


def counted_in_one_cycle() -> Iterator[str]:
    """Yield each day whose credit counted for two cycles of one credential."""
    counted: dict[tuple[int, str], set[int]] = defaultdict(set)
    for row in _decisions():
        if row["outcome"] != "approved" or row["undone_at"] is not None:
            continue
        activities = row["facts"].get("activities", [])
        for found in row["findings"]["activities"]:
            if found["counted"]:
                day = activities[found["at"]]["completed_on"]
                counted[row["credential_id"], day].add(row["id"])
    for (credential, day), decisions in counted.items():
        if len(decisions) > 1:
            named = ", ".join(map(str, sorted(decisions)))
            yield f"credential {credential}: credit of {day} counted in decisions {named}"


_BEGUN = (
    "select d.id, d.findings, d.next_begins_on, d.next_ends_on, c.begins_on, c.ends_on "
    "from records_renewal r join records_decision d on d.id = r.decision_id "
    "join records_cycle c on c.id = r.cycle_id order by d.id"
)


def begun_as_decided() -> Iterator[str]:
    """Yield each decision that began other days than it found, or than an officer set."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN)
        rows = cursor.fetchall()
    for pk, findings, set_first, set_last, first, last in rows:
        told = json.loads(findings) if isinstance(findings, str) else findings
        way = next(way for way in told["pathways"] if way["id"] == told["pathway"])
        found = way["next_cycle"]
        if found and set_first:
            yield f"decision {pk} has a next cycle that an officer set, and the policy sets it too"
        elif not found and not set_first:
            yield f"decision {pk} began a cycle, and nobody set its days"
        else:
            days = (set_first, set_last) if set_first else (found["first_on"], found["last_on"])
            if tuple(map(str, days)) != (str(first), str(last)):
                yield f"decision {pk} is for {days[0]} to {days[1]}, and began {first} to {last}"


QUESTIONS = [
    ("I2", "Credit counts for one cycle of a credential only.", counted_in_one_cycle),
    ("I4", "A decision started from what the ledger had granted.", started_from_the_ledger),
    (
        "I14",
        "A cycle begun has the days that were found, or that an officer set.",
        begun_as_decided,
    ),
    ("I35", "Each decision, made again from its facts, comes out the same.", replayed),
    ("I35", "So does each decision on an exam.", exams_replayed),
]
