"""The rows behind many cases at once, in as many statements as behind a few.

Each is what `cases.rows_of` gives for the same cycle; tests/records/test_many_cases.py holds them
to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import QuerySet

from recert.policy.lifecycle import ActivityStatus
from recert.records.cases import Approvals, CaseRows, by_activity, by_provider, to_judge
from recert.records.certification import Act, Companion, Cycle, ExamResult
from recert.records.education import Activity, ProviderApproval
from recert.records.ledger import LedgerEntry
from recert.records.policies import policy_of, with_edition

Row = TypeVar("Row", Activity, Companion, ExamResult, Act)


def rows_of_many(keys: Iterable[int]) -> Mapping[int, CaseRows]:
    """Read everything that decisions about some cycles look at, by the key of each cycle.

    :param keys: of a few hundred cycles, since each key is a value of a statement
    """
    asked = with_edition(Cycle.objects.filter(pk__in=list(keys)))
    cycles = list(asked.select_related("credential__certificant", "credential__program"))
    people = [cycle.credential.certificant_id for cycle in cycles]
    credentials = [cycle.credential_id for cycle in cycles]
    closed = [ActivityStatus.DRAFT.value, ActivityStatus.WITHDRAWN.value]
    mine = Activity.objects.filter(certificant__in=people)
    activities = _by(to_judge(mine).exclude(status__in=closed), "certificant_id")
    entries = by_activity(LedgerEntry.objects.filter(activity__certificant__in=people))
    approvals = _approvals(mine)
    exams = _by(
        ExamResult.objects.filter(credential__in=credentials).order_by("taken_on", "id"),
        "credential_id",
    )
    companions = _by(
        Companion.objects.filter(certificant__in=people).order_by("id"), "certificant_id"
    )
    acts = Act.objects.filter(credential__in=credentials).select_related("end").order_by("id")
    upon = _by(acts, "credential_id")
    return {
        cycle.pk: CaseRows(
            cycle=cycle,
            activities=tuple(activities[cycle.credential.certificant_id]),
            entries=entries,
            approvals=approvals,
            exams=tuple(exams[cycle.credential_id]),
            companions=tuple(companions[cycle.credential.certificant_id]),
            acts=tuple(upon[cycle.credential_id]),
            policy=policy_of(cycle),
        )
        for cycle in cycles
    }


def _by(rows: Iterable[Row], column: str) -> Mapping[int, Sequence[Row]]:
    """Gather rows by a column, each in the order in which it came."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _approvals(activities: QuerySet[Activity]) -> Approvals:
    providers = activities.values("provider")
    rows = ProviderApproval.objects.filter(provider__in=providers).order_by("id")
    return by_provider(rows.values_list("provider_id", "begins_on", "ends_on"))
