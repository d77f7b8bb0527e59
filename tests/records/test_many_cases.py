"""Many cases read at once are the cases read one by one, in as many statements as a few."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recert.actions import register
from recert.records.cases import rows_of
from recert.records.certification import Cycle
from recert.records.many_cases import rows_of_many
from tests import people as cast
from tests.records.guarded import level_rose, suspended

pytestmark = pytest.mark.django_db


def _everything():
    """Two people with all that a case looks at, and what it passes over; and one with nothing."""
    for cycle in (cast.alice(level="certificate"), cast.charlie()):
        cast.accepted(cycle)
        cast.rejected(cycle, of=cast.course(), completed_on=date(2026, 6, 1))
        cast.returned(cycle, of=cast.course(), completed_on=date(2026, 7, 1))
        cast.sent(cycle, of=cast.course(), completed_on=date(2026, 8, 1), with_paper=False)
        cast.drafted(cycle, of=cast.course())
        register.record_companion(
            cast.who(cycle), kind="cpr_aed", issued_on=cast.ON, expires_on=None, hands_on=True,
            evidence=None, by=cast.bob(), at=cast.AT,
        )  # fmt: skip
        suspended(cycle.credential)
    level_rose(Cycle.objects.first())
    cast.certified(cast.enrolled("Wanda Witness"))
    return list(Cycle.objects.values_list("pk", flat=True))


def test_many_cases_are_the_same_as_one_by_one():
    keys = _everything()
    many = rows_of_many(keys)
    assert set(many) == set(keys)
    for cycle in Cycle.objects.all():
        one = rows_of(cycle)
        assert many[cycle.pk].case == one.case
        assert many[cycle.pk].activities == one.activities
        assert many[cycle.pk].policy == one.policy
        assert many[cycle.pk].cycle == cycle


def test_more_cases_are_not_more_statements():
    keys = _everything()
    counted = []
    for some in (keys[:1], keys):
        rows_of_many(some)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            [rows.case for rows in rows_of_many(some).values()]
        counted.append(len(asked))
    assert counted[0] == counted[1] == 7
