"""What every story ends with: that all which must hold holds; and what others see meanwhile."""

from datetime import UTC, date, datetime, time

from recert.cli.check import answers
from recert.policy.evaluate import decide
from recert.records.cases import acts_upon, rows_of
from recert.records.certification import Cycle
from recert.records.history import Notice
from recert.records.policies import policy_of
from recert.records.standings import cycles_with_filing, shown
from tests import people as cast


def at_noon(on: date) -> datetime:
    """Noon in Los Angeles, or an hour later in summer."""
    return datetime.combine(on, time(20), UTC)


def everything_holds():
    """Every question of `recert check` is answered well: rows, decisions, files."""
    broken = {each.code: each.broken for each in answers() if each.broken}
    assert not broken


def what_a_stranger_sees(credential, *, on):
    """Standing, level and last day, as the page for verifying shows them."""
    cycles = list(cycles_with_filing(Cycle.objects.filter(credential=credential)))
    changes = [change for cycle in cycles for change in cycle.level_changes.all()]
    return shown(
        cycles,
        policy=policy_of(cycles[-1]),
        acts=acts_upon(credential.pk),
        changes=changes,
        on=on,
    )


def found(cycle, *, on):
    """What is found of a cycle by the pathway of credits."""
    rows = rows_of(cycle)
    return decide(rows.policy, rows.case, on=on, pathway="continuing_education")


def told(cycle):
    """The notices that a cycle's certificant was owed, in order."""
    mine = Notice.objects.filter(certificant=cast.who(cycle)).order_by("id")
    return list(mine.values_list("template", flat=True))
