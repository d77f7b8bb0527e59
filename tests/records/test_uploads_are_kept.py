"""What the database never lets change of files that came without a sign-in."""

import uuid
from datetime import timedelta

import pytest

from recert.records.models import PaperApplication, Upload, UploadLink
from tests import people as cast
from tests import sending
from tests.records.guarded import copy_of, refuses

pytestmark = pytest.mark.django_db
AS_IT_CAME = {
    "batch": uuid.UUID(int=12),
    "receipt": "AAAAA-AAAAA",
    "digest": "0" * 64,
    "size": 1,
    "mime": "image/png",
    "pages": 9,
    "flags": ["script"],
    "scan": "not scanned",
    "scanned_by": "nobody",
    "file_name": "other.pdf",
    "said_name": "Another",
    "said_number": "AC-1",
    "said_email": "other@recert.example",
    "said_what": "other",
    "text": "other",
    "received_on": cast.ON - timedelta(days=1),
    "received_at": cast.later(days=-1),
}


@pytest.mark.parametrize("column", AS_IT_CAME)
def test_an_upload_stays_as_it_came(column):
    rows = Upload.objects.filter(pk=sending.upload().pk)
    assert refuses(lambda: rows.update(**{column: AS_IT_CAME[column]}), words="stays as it came")
    assert refuses(lambda: rows._raw_delete(rows.db), words="never deleted")


def test_an_upload_does_not_come_by_another_link_later():
    rows = Upload.objects.filter(pk=sending.upload().pk)
    assert refuses(lambda: rows.update(link=sending.linked(cast.alice())), words="stays as it came")


def test_the_same_content_is_once_in_a_batch_and_may_come_again_in_another():
    upload = sending.upload()
    assert refuses(lambda: copy_of(upload))
    assert not refuses(lambda: copy_of(upload, batch=uuid.UUID(int=12)))


SETTLED = {"settled_at": cast.AT, "became": "activity", "became_id": 1}


@pytest.mark.parametrize(
    "change, refused",
    [
        ({}, False),
        ({"became": ""}, True),
        ({"became_id": None}, True),
        ({"certificant": None}, True),
        ({"settled_by": None}, True),
        ({"settled_at": None}, True),
        ({"set_aside": True}, True),
        ({"set_aside": True, "became": "", "because": "Blank."}, False),
        ({"set_aside": True, "became": "", "because": ""}, True),
    ],
)
def test_a_settled_upload_says_by_whom_when_and_how(change, refused):
    rows = Upload.objects.filter(pk=sending.upload().pk)
    told = SETTLED | {"settled_by": cast.bob(), "certificant": cast.who(cast.alice())} | change
    assert refuses(lambda: rows.update(**told)) is refused


def test_nobody_puts_a_file_with_their_own_record():
    cycle = cast.alice()
    rows = Upload.objects.filter(pk=sending.upload().pk)
    told = SETTLED | {"settled_by": cast.who(cycle).user, "certificant": cast.who(cycle)}
    assert refuses(lambda: rows.update(**told), words="their own record")


def test_a_cycle_has_one_link_that_is_not_called_back():
    link = sending.linked(cast.alice())
    assert refuses(lambda: copy_of(link, token_digest="other"))
    assert not refuses(lambda: copy_of(link, token_digest="other", called_back_at=cast.AT))


@pytest.mark.parametrize(
    "change",
    [
        {"token_digest": "other"},
        {"made_at": cast.later(days=-1)},
        {"ends_at": cast.later(days=99)},
    ],
)
def test_a_link_stays_as_it_was_made(change):
    rows = UploadLink.objects.filter(pk=sending.linked(cast.alice()).pk)
    assert refuses(lambda: rows.update(**change), words="stays as it was made")
    assert refuses(lambda: rows._raw_delete(rows.db), words="never deleted")


def test_a_link_is_called_back_for_good():
    rows = UploadLink.objects.filter(pk=sending.linked(cast.alice()).pk)
    assert not refuses(lambda: rows.update(called_back_at=cast.AT))
    assert refuses(lambda: rows.update(called_back_at=None), words="called back for good")


def test_a_signed_paper_stays_and_one_to_confirm_may_go():
    sending.on_paper(sending.upload(), cast.alice(), sending.matching())
    sending.on_paper(
        sending.upload(batch=uuid.UUID(int=12)), cast.charlie(), sending.matching(), signed=False
    )
    papers = PaperApplication.objects.all()
    signed, unsigned = papers.filter(signed=True), papers.filter(signed=False)
    assert refuses(lambda: signed.update(signed=False), words="stays as it was entered")
    assert refuses(lambda: unsigned.update(signed=True), words="stays as it was entered")
    assert refuses(lambda: signed._raw_delete(papers.db), words="stays on record")
    assert not refuses(lambda: unsigned._raw_delete(papers.db))
