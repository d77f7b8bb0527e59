"""Whether the database refuses a write, and rows to try it on."""

from datetime import timedelta

from django.db import DatabaseError, connection, transaction

from recert.actions import acts, canned, exam_rulings, register
from recert.policy.cycles import Span
from recert.records.applications import FeeLine, FeeRuling
from recert.records.history import Notice
from recert.records.reminding import Reminder
from tests import asking, examining
from tests import people as cast

DAY = timedelta(days=1)


def refuses(write, *, words=""):
    """Whether the database refuses a write, in these words, and stays usable after it."""
    try:
        with transaction.atomic():
            write()
            connection.check_constraints()
    except DatabaseError as refusal:
        if words not in str(refusal):
            raise
        return True
    return False


def level_rose(cycle):
    result = examining.result_alone(cycle)
    return register.raise_level(cycle, result=result, level="certification", by=None, at=cast.AT)


def suspended(credential):
    given = {"reason": "A complaint.", "by": cast.olga(), "at": cast.AT}
    act = acts.act_upon(credential, kind="suspended", begins_on=cast.ON, **given)
    return acts.end_act(act, ends_on=cast.ON, **given)


def renewed():
    """Alice's first cycle, renewed, with one row at least of every table that is only added to."""
    cycle = cast.alice()
    level_rose(cycle)
    cast.renewed(cycle)
    suspended(cycle.credential)
    FeeRuling.objects.create(
        line=FeeLine.objects.get(), amount=1, because="A trial.", by=cast.olga(), at=cast.AT
    )
    Reminder.objects.create(
        cycle=cycle, certificant=cast.who(cycle), kind="30 before", days_before=30, on=cast.ON,
        notice=Notice.objects.first(),
    )  # fmt: skip
    ruled()
    examining.taken_in(examining.told())
    asking.asked(cast.who(cycle))
    canned.write(None, title="Hours", text="Ten.", by=None, at=cast.AT)
    return cycle


def ruled():
    """Ada's pass after her last day, which an officer ruled to upgrade her."""
    result = examining.sat(examining.alice(name="Ada Alm"), taken_on=cast.LAST_ON + DAY)
    return exam_rulings.rule(
        result.decision, upgrade=True, because="The storm.",
        next_cycle=Span(cast.LAST_ON + DAY, cast.LAST_ON + 700 * DAY), by=cast.olga(),
        on=cast.LAST_ON + DAY, at=cast.AT,
    )  # fmt: skip


def copy_of(row, **changes):
    """Insert a row once more, but for some columns."""
    model = type(row)
    values = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    return model._default_manager.create(**values | changes)
