"""What can happen to files that come without a sign-in."""

from recert.actions import (
    matching,
    paper_applications,
    putting_back,
    upload_links,
    uploads,
)
from tests import people as cast
from tests import sending
from tests.actions.happening import THEN, Happening

MATCHED = ("upload_matched",)


def _as(by=None):
    return sending.matching(by=by, at=THEN)


def _waiting():
    """Alice's cycle, and a file that waits."""
    return cast.alice(), sending.upload()


def _matched(match):
    def given():
        cycle, upload = _waiting()
        match(upload, cycle, sending.matching())
        upload.refresh_from_db()
        return upload

    return given


HAPPENINGS = (
    Happening(
        uploads.take_in,
        sending.stored,
        lambda file: sending.upload(file=file, at=THEN),
        ("upload.received",),
        writes={"upload": 1},
        again=True,
        on=None,
    ),
    Happening(
        uploads.take_in,
        lambda: (sending.stored(), sending.linked(cast.alice())),
        lambda given: sending.upload(file=given[0], link=given[1], at=THEN),
        ("upload.received",),
        writes={"upload": 1},
        again=True,
        title="by a personal link",
    ),
    Happening(
        uploads.note_look,
        sending.upload,
        lambda upload: uploads.note_look(upload, by=cast.bob(), at=THEN),
        ("upload.read",),
        by="Bob",
        on=None,
    ),
    Happening(
        upload_links.make_link,
        cast.alice,
        lambda cycle: upload_links.make_link(cycle, days=14, by=cast.who(cycle).user, at=THEN),
        ("upload_link.made",),
        writes={"uploadlink": 1},
        by="Alice",
    ),
    Happening(
        upload_links.make_link,
        lambda: sending.linked(cast.alice()).cycle,
        lambda cycle: upload_links.make_link(cycle, days=14, by=cast.who(cycle).user, at=THEN),
        ("upload_link.called_back", "upload_link.made"),
        writes={"uploadlink": 2},
        by="Alice",
        title="in the place of an older one",
    ),
    Happening(
        upload_links.call_back,
        lambda: sending.linked(cast.alice()),
        lambda link: upload_links.call_back(link, by=cast.who(link.cycle).user, at=THEN),
        ("upload_link.called_back",),
        writes={"uploadlink": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        matching.to_activity,
        _waiting,
        lambda given: sending.to_activity(given[1], given[0], _as(cast.bob())),
        ("evidence.received", "activity.saved", "evidence.attached", "upload.matched"),
        MATCHED,
        writes={"activity": 1, "evidence": 1, "evidenceuse": 1, "upload": 1},
        by="Bob",
    ),
    Happening(
        matching.to_companion,
        _waiting,
        lambda given: sending.to_companion(given[1], given[0], _as(cast.bob())),
        ("evidence.received", "companion.recorded", "upload.matched"),
        MATCHED,
        writes={"companion": 1, "evidence": 1, "upload": 1},
        by="Bob",
    ),
    Happening(
        matching.to_request,
        lambda: (sending.asked(cast.alice()), sending.upload()),
        lambda given: matching.to_request(
            given[1], request=given[0], matching=_as(cast.bob())
        ),
        ("evidence.received", "upload.matched"),
        MATCHED,
        writes={"requestevidence": 1, "evidence": 1, "upload": 1},
        by="Bob",
    ),
    Happening(
        matching.set_aside,
        sending.upload,
        lambda upload: matching.set_aside(
            upload, because="It is a holiday picture.", by=cast.bob(), at=THEN
        ),
        ("upload.set_aside",),
        ("upload_set_aside",),
        writes={"upload": 1},
        by="Bob",
        on=None,
    ),
    Happening(
        matching.set_aside,
        lambda: sending.upload(link=sending.linked(cast.alice())),
        lambda upload: matching.set_aside(upload, because="Blank.", by=cast.bob(), at=THEN),
        ("upload.set_aside",),
        ("upload_set_aside",),
        writes={"upload": 1},
        by="Bob",
        title="of a personal link",
    ),
    Happening(
        paper_applications.enter,
        _waiting,
        lambda given: sending.on_paper(given[1], given[0], _as(cast.olga()), signed=False),
        ("application.opened", "paper_application.entered", "upload.matched"),
        MATCHED,
        writes={"application": 1, "paperapplication": 1, "upload": 1},
        by="Olga",
        title="unsigned",
    ),
    Happening(
        paper_applications.enter,
        _waiting,
        lambda given: sending.on_paper(given[1], given[0], _as(cast.olga())),
        (
            "application.opened",
            "paper_application.entered",
            "application.declared",
            "application.submitted",
            "upload.matched",
        ),
        ("application_received",),
        writes={
            "application": 1, "attestation": 2, "feeline": 1, "paperapplication": 1, "upload": 1
        },
        by="Olga",
        title="signed",
    ),
    Happening(
        paper_applications.enter,
        _waiting,
        lambda given: sending.on_paper(
            given[1], given[0], _as(cast.olga()), signed=False, rows=[sending.listed()]
        ),
        (
            "application.opened",
            "paper_application.entered",
            "activity.saved",
            "activity.entered_from_paper",
            "upload.matched",
        ),
        MATCHED,
        writes={"activity": 1, "application": 1, "paperapplication": 1, "upload": 1},
        by="Olga",
        title="with a class on it",
    ),
    Happening(
        putting_back.put_back,
        _matched(sending.to_activity),
        lambda upload: putting_back.put_back(upload, by=cast.bob(), at=THEN),
        ("evidence.detached", "activity.withdrawn", "upload.put_back"),
        ("upload_put_back",),
        writes={"activity": 1, "evidence": 1, "evidenceuse": 1, "upload": 1},
        by="Bob",
        title="a draft",
    ),
    Happening(
        putting_back.put_back,
        _matched(sending.to_companion),
        lambda upload: putting_back.put_back(upload, by=cast.bob(), at=THEN),
        ("upload.put_back",),
        ("upload_put_back",),
        writes={"companion": 1, "evidence": 1, "upload": 1},
        by="Bob",
        title="a card",
    ),
    Happening(
        putting_back.put_back,
        _matched(
            lambda upload, cycle, brought: matching.to_request(
                upload, request=sending.asked(cycle), matching=brought
            )
        ),
        lambda upload: putting_back.put_back(upload, by=cast.bob(), at=THEN),
        ("upload.put_back",),
        ("upload_put_back",),
        writes={"requestevidence": 1, "evidence": 1, "upload": 1},
        by="Bob",
        title="of a request",
    ),
    Happening(
        putting_back.put_back,
        _matched(lambda *given: sending.on_paper(*given, signed=False)),
        lambda upload: putting_back.put_back(upload, by=cast.bob(), at=THEN),
        ("application.withdrawn", "upload.put_back"),
        ("upload_put_back",),
        writes={"application": 1, "paperapplication": 1, "upload": 1},
        by="Bob",
        title="a paper to confirm",
    ),
    Happening(
        putting_back.put_back,
        lambda: matching.set_aside(
            sending.upload(), because="Blank.", by=cast.bob(), at=cast.AT
        ),
        lambda upload: putting_back.put_back(upload, by=cast.bob(), at=THEN),
        ("upload.put_back",),
        writes={"upload": 1},
        by="Bob",
        on=None,
        title="what was set aside",
    ),
)  # fmt: skip
