"""The way of a trainer without a login or a computer: a signed paper, and what becomes of it."""

from datetime import date

import pytest

from recert.actions import paper_applications, putting_back, review, review_activities
from recert.actions.activities import Claim
from recert.actions.paper_activities import Row
from recert.actions.refusals import CannotMove, NotForYou
from recert.records.models import Activity, Application, Cycle, Event, Upload
from tests import people as cast
from tests import sending
from tests.stories.record import everything_holds, found

pytestmark = pytest.mark.django_db


def entered(cycle, *, signed=True, rows=None):
    """Olga enters a paper with two classes of the catalogue, each with a file of the batch."""
    upload = sending.upload(name="application.pdf")
    rows = rows or [
        Row(Claim(course=cast.course(), completed_on=date(2026, 5, day)), sending.upload())
        for day in (4, 5)
    ]
    application = paper_applications.enter(
        upload, cycle=cycle, signed=signed, agreed=cast.agreed(), body=cast.body(),
        matching=sending.matching(by=cast.olga()), rows=rows,
    )  # fmt: skip
    return application, list(Activity.objects.order_by("id"))


def test_a_paper_alone_recertifies_its_sender():
    cycle = cast.alice()
    application, sent = entered(cycle)
    assert (application.status, application.filed_on) == ("submitted", cast.ON)
    assert [each.status for each in sent] == ["submitted", "submitted"]
    assert found(cycle, on=cast.ON).pending == 40
    assert (
        Event.objects.filter(name="activity.entered_from_paper", by__name="Olga Officer").count()
        == 2
    )
    assert not Upload.objects.filter(settled_at=None).exists()
    bob = cast.bob()
    for each in sent:
        review_activities.accept(each, review=cast.reviewing(each, by=bob))
    cast.paid(application, by=cast.otto())
    review.take_effect(cast.decided(application, by=bob), at=cast.AT)
    assert Cycle.objects.count() == 2
    everything_holds()


def test_whoever_entered_a_line_does_not_accept_it():
    _application, (first, _second) = entered(cast.alice())
    olga = Event.objects.filter(name="activity.entered_from_paper").first().by
    with pytest.raises(NotForYou, match="another person accepts it"):
        review_activities.accept(first, review=cast.reviewing(first, by=olga))


def test_an_unsigned_paper_leaves_drafts():
    application, drafts = entered(cast.alice(), signed=False)
    assert application.status == "draft"
    assert [each.status for each in drafts] == ["draft", "draft"]
    everything_holds()


def test_a_line_that_lacks_something_names_itself_and_nothing_is_entered():
    cycle = cast.alice()
    row = Row(Claim(title="Anatomy", completed_on=date(2026, 5, 4)))
    with pytest.raises(CannotMove, match="Line 1 of the paper: Enter who offered"):
        entered(cycle, rows=[row])
    assert not Activity.objects.exists()
    assert not Application.objects.exists()


def test_an_unsigned_paper_put_back_takes_its_drafts_with_it():
    entered(cast.alice(), signed=False)
    paper = Upload.objects.get(became="application")
    with pytest.raises(CannotMove, match="files of its drafts"):
        putting_back.put_back(paper, by=cast.bob(), at=cast.AT)
    for each in [*Upload.objects.filter(became="activity"), paper]:
        putting_back.put_back(each, by=cast.bob(), at=cast.AT)
    assert {each.status for each in Activity.objects.all()} == {"withdrawn"}
    assert Application.objects.get().status == "withdrawn"
    everything_holds()
