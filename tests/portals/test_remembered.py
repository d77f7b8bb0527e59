"""What is remembered of the first page is never stale, whatever happens to whomever.

Every happening of the table of actions is made to happen beside Alice, Charlie and somebody who has
everything still to do. Where it changes anybody's page on any of some days, it changes the figures
that their page is remembered under.
"""

from datetime import timedelta

import pytest

from recert.actions import activities, editions, review_activities
from recert.portals.trainer.home import drawn
from recert.records import overview
from recert.records.certification import Edition
from recert.records.people import Certificant
from tests import people as cast
from tests.actions import (
    happenings_of_classes,
    happenings_of_credit,
    happenings_of_filing,
    happenings_of_register,
    happenings_of_reminding,
)
from tests.actions.happening import THEN

pytestmark = pytest.mark.django_db
HAPPENINGS = [
    each
    for table in (
        happenings_of_classes,
        happenings_of_credit,
        happenings_of_filing,
        happenings_of_register,
        happenings_of_reminding,
    )
    for each in table.HAPPENINGS
    if each.action is not editions.adopt  # a later edition is adopted here
]
DAYS = (cast.ON, cast.LAST_ON + timedelta(days=10))


def _name(happening):
    module = happening.action.__module__.rpartition(".")[2]
    return ", ".join(filter(None, [f"{module}.{happening.action.__name__}", happening.title]))


def seen():
    """Everybody's page on each of the days, and the figures that it is remembered under."""
    everybody = Certificant.objects.order_by("pk")
    return {
        each.pk: (
            [drawn(each, None, body=cast.body(), on=on) for on in DAYS],
            overview.stamp_of(each.pk),
        )
        for each in everybody
    }


def happened(given, act):
    """Who sees another page after it, and who of them would be shown the old one."""
    edition = Edition.objects.first() or cast.adopted()
    cast.certified(cast.enrolled("Wanda Witness"), edition=edition)
    before = seen()
    act(given)
    after = seen()
    changed = {pk for pk in before if before[pk][0] != after[pk][0]}
    return changed, {pk for pk in changed if before[pk][1] == after[pk][1]}


@pytest.mark.parametrize("happening", HAPPENINGS, ids=_name)
def test_nobody_is_shown_a_page_from_before_it_happened(happening):
    cast.bob(), cast.olga()
    _changed, stale = happened(happening.given(), happening.act)
    assert not stale


def a_class_for_everybody(_given):
    cast.course(kind="self_study", title="New in the catalogue")


def an_edition_in_between(_given):
    """An edition that the cycles here are held to from then on."""
    text = cast.EDITION.read_text(encoding="utf-8").replace("2020-01-01", "2024-01-01")
    editions.adopt(cast.PROGRAM, text=text, source="action-cpt/2024-01-01.toml", by=None, at=THEN)


FOR_ALL = [a_class_for_everybody, an_edition_in_between]


@pytest.mark.parametrize("act", FOR_ALL)
def test_what_happens_to_all_is_on_everybodys_page_at_once(act):
    cast.accepted(cast.charlie())
    changed, stale = happened(None, act)
    assert len(changed) == 2
    assert not stale


# --- that an old page would be found


OWN = [each for each in HAPPENINGS if each.action in (activities.submit, review_activities.accept)]


@pytest.mark.parametrize("happening", OWN, ids=_name)
def test_figures_that_forget_what_happened_to_a_person_are_found(happening, monkeypatch):
    monkeypatch.setattr(overview, "_EVENTS", overview._EVENTS.replace("id = %s", "id = -%s"))
    assert happened(happening.given(), happening.act)[1]


@pytest.mark.parametrize("act", FOR_ALL)
def test_figures_that_forget_what_happened_to_all_are_found(act, monkeypatch):
    monkeypatch.setattr(overview, "_EVENTS", overview._EVENTS.replace("subject in", "null in"))
    cast.accepted(cast.charlie())
    assert len(happened(None, act)[1]) == 2
