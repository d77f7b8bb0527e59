"""Two at once at an upload, on PostgreSQL: one of them happens, and the other is told."""

import pytest
from django.core.management import call_command

from recert.actions import matched, uploads
from recert.actions.refusals import Refusal
from recert.records.models import Activity, Companion, Event, Upload
from tests import people as cast
from tests import sending
from tests.interleave import interleaved

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SEEDS = range(3)
PLANTED_SEEDS = range(40)  # the lock out, a race is lost well before


def two_matchers():
    """Bob puts a file with Alice, Beth the same file with Charlie."""
    alice, charlie, upload = cast.alice(), cast.charlie(), sending.upload()
    bob, beth = sending.matching(by=cast.bob()), sending.matching(by=cast.beth())
    return (
        lambda: sending.to_activity(upload, alice, bob),
        lambda: sending.to_companion(upload, charlie, beth),
    )


def last_place():
    """Two files come at once by a link that takes one more."""
    link = sending.linked(cast.alice())
    files = [sending.stored(), sending.stored()]
    return tuple(lambda file=file: sending.upload(file=file, link=link, most=1) for file in files)


def same_form():
    file = sending.stored()
    return (lambda: sending.upload(file=file),) * 2


def matched_once():
    made = Activity.objects.count() + Companion.objects.count()
    return made == Event.objects.filter(name="upload.matched").count() == 1


def one_upload():
    return Upload.objects.count() == Event.objects.filter(name="upload.received").count() == 1


RACES = {
    "a file is matched once, whoever it is put with": (two_matchers, matched_once, 1),
    "a link takes no file past its last": (last_place, one_upload, 1),
    "a form sent twice at once is one": (same_form, one_upload, 2),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("sentence", RACES)
def test_one_happens_whatever_the_order(sentence, seed):
    given, holds, winners = RACES[sentence]
    results = interleaved(given(), seed=seed)
    assert all(isinstance(each, Refusal) for each in results if isinstance(each, Exception)), (
        results
    )
    assert sum(not isinstance(each, Exception) for each in results) == winners
    assert holds()


def unlocked(upload):
    return Upload.objects.select_related("settled_by").get(pk=upload.pk)


def test_without_its_lock_a_file_is_matched_twice(monkeypatch):
    monkeypatch.setattr(matched, "lock_upload", unlocked)
    for seed in PLANTED_SEEDS:
        interleaved(two_matchers(), seed=seed)
        if not matched_once():
            return
        call_command("flush", interactive=False, verbosity=0)
    pytest.fail(f"no schedule of {len(PLANTED_SEEDS)} shows the missing lock")


@pytest.mark.long
def test_without_its_lock_a_link_takes_more_than_it_takes(monkeypatch):
    monkeypatch.setattr(
        uploads.UploadLink.objects, "select_for_update", uploads.UploadLink.objects.all
    )
    for seed in PLANTED_SEEDS:
        interleaved(last_place(), seed=seed)
        if not one_upload():
            return
        call_command("flush", interactive=False, verbosity=0)
    pytest.fail(f"no schedule of {len(PLANTED_SEEDS)} shows the missing lock")
