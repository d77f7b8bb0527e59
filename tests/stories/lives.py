"""Who is in the demonstration, and where each stands today."""

from collections import Counter

from recert import clock
from recert.demonstration.cast import PERSONAS
from recert.demonstration.situations import SITUATIONS
from recert.policy.evaluate import decide
from recert.portals.trainer.exam_pages import exam_page
from recert.records.applications import Application
from recert.records.cases import acts_upon, rows_of
from recert.records.people import Certificant
from recert.records.standings import cycle_on, cycles_with_filing, shown

ZONE = "America/Los_Angeles"


def somebody(name):
    """The certificant in a situation, or of the cast."""
    everybody = [persona.mailbox for persona in PERSONAS]
    everybody += [situation.name for situation in SITUATIONS]
    return Certificant.objects.order_by("id")[everybody.index(name)]


def today():
    return clock.today(zone=ZONE)


def cycle_of(certificant, program="action-cpt"):
    credential = certificant.credentials.get(program=program)
    cycles = list(cycles_with_filing(credential.cycles.all()))
    return cycle_on(cycles, on=today())


def decision_on(name):
    rows = rows_of(cycle_of(somebody(name)))
    return decide(rows.policy, rows.case, on=today(), pathway="continuing_education")


def standing_of(name):
    credential = somebody(name).credentials.get(program="action-cpt")
    cycles = list(cycles_with_filing(credential.cycles.all()))
    policy = rows_of(cycles[-1]).policy
    return shown(
        cycles, policy=policy, acts=acts_upon(credential.pk), changes=_changes(cycles), on=today()
    )


def _changes(cycles):
    return [change for cycle in cycles for change in cycle.level_changes.all()]


def outcomes(name):
    return Counter(found.outcome for found in decision_on(name).activities)


def application_of(name):
    return Application.objects.get(cycle__credential__certificant=somebody(name))


def exam_of(name):
    """The page of somebody's exam, as they would read it."""
    return exam_page(cycle_of(somebody(name)), on=today())
