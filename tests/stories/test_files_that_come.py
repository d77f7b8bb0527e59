"""Files come to the desk without a sign-in; a person makes of each what it is, and all holds."""

from datetime import timedelta

import pytest

from recert.actions import activities, putting_back
from recert.actions.applications import FilingClosed
from recert.policy.lifecycle import ActivityStatus
from recert.records.certification import Companion
from recert.records.education import Activity
from recert.records.uploads import Upload
from tests import people as cast
from tests import sending
from tests.stories.record import at_noon, everything_holds, found, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def each_kind(cycle):
    """A certificate, a card, and what a question was about; each waits for a person, then is it."""
    request = sending.asked(cycle)
    certificate, card, page = (sending.upload(name=f"Alice {kind}.pdf") for kind in range(3))
    assert Upload.objects.filter(settled_at=None).count() == 3
    assert not Activity.objects.exists()
    draft = sending.to_activity(certificate, cycle, sending.matching(), course=cast.course())
    sending.to_companion(card, cycle, sending.matching())
    sending.matches.to_request(page, request=request, matching=sending.matching())
    assert request.evidence.count() == Companion.objects.count() == 1
    return draft


def test_each_of_four_kinds_is_what_the_matcher_says_and_a_signed_paper_is_filed_in_time():
    cycle, charlie = cast.alice(), cast.charlie()
    alice = cast.who(cycle)
    draft = each_kind(cycle)
    assert (draft.status, found(cycle, on=cast.ON).pending) == ("draft", 0)
    sent = activities.submit(draft, by=alice.user, on=cast.ON, at=cast.later(hours=1))
    assert sent.status == ActivityStatus.SUBMITTED

    # The signed paper comes on the last day, and is entered three days later.
    in_time = sending.upload(on=cast.LAST_ON, at=at_noon(cast.LAST_ON))
    later = sending.matching(at=at_noon(cast.LAST_ON + 3 * DAY))
    application = sending.on_paper(in_time, cycle, later)
    assert (application.status, application.filed_on) == ("submitted", cast.LAST_ON)
    assert {each.upload for each in application.attestations.all()} == {in_time}

    # A day later is too late, in the rule's words, and the paper waits on.
    too_late = sending.upload(on=cast.LAST_ON + DAY, at=at_noon(cast.LAST_ON + DAY))
    with pytest.raises(FilingClosed, match="15 December 2026"):
        sending.on_paper(too_late, charlie, later)
    too_late.refresh_from_db()
    assert too_late.settled_at is None
    assert told(cycle) == [*["upload_matched"] * 3, "application_received"]
    everything_holds()


def test_what_was_put_with_the_wrong_person_leaves_nothing_there_and_is_the_right_ones():
    cycle, charlie = cast.alice(), cast.charlie()
    upload = sending.upload()
    sending.to_activity(upload, charlie, sending.matching())
    upload.refresh_from_db()
    putting_back.put_back(upload, by=cast.bob(), at=cast.later(hours=1))
    upload.refresh_from_db()
    sending.to_activity(upload, cycle, sending.matching(at=cast.later(hours=2)))
    assert cast.who(charlie).evidence.count() == 0
    assert told(charlie) == ["upload_matched", "upload_put_back"]
    assert told(cycle) == ["upload_matched"]
    everything_holds()
