"""What can happen to activities, their evidence and their credit."""

from recert.actions import (
    activities,
    evidence,
    queue,
    review_activities,
)
from tests import people as cast
from tests.actions.happening import (
    AS_NOW,
    KEY,
    LEASED,
    THEN,
    Happening,
    _held,
    _received,
    _reviewed,
    alices,
    claim,
)

HAPPENINGS = (
    Happening(
        activities.save,
        lambda: cast.who(cast.alice()),
        lambda alice: activities.save(alice, key=KEY, claim=claim(), by=alice.user, at=THEN),
        ("activity.saved",),
        writes={"activity": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        activities.submit,
        lambda: cast.drafted(cast.alice()),
        lambda draft: activities.submit(draft, by=alices(draft).user, on=cast.ON, at=THEN),
        ("activity.submitted",),
        writes={"activity": 1},
        by="Alice",
    ),
    Happening(
        activities.submit,
        lambda: cast.returned(cast.alice()),
        lambda it: activities.submit(it, by=alices(it).user, on=cast.ON, at=THEN),
        ("activity.answered",),
        writes={"activity": 1, "question": 1},
        by="Alice",
        title="a returned activity",
    ),
    Happening(
        activities.answer,
        lambda: cast.returned(cast.alice()),
        lambda it: activities.answer(
            it, text="Ten hours.", by=alices(it).user, on=cast.ON, at=THEN
        ),
        ("activity.answered",),
        writes={"activity": 1, "question": 1},
        by="Alice",
    ),
    Happening(
        activities.withdraw,
        lambda: cast.sent(cast.alice()),
        lambda it: activities.withdraw(it, by=alices(it).user, at=THEN),
        ("activity.withdrawn",),
        writes={"activity": 1},
        by="Alice",
    ),
    Happening(
        evidence.receive,
        lambda: _received(cast.alice()),
        lambda given: evidence.receive(
            given["person"], file=given["file"], what="CPR card", most_bytes=10_000_000,
            by=given["person"].user, at=THEN,
        ),
        ("evidence.received",),
        writes={"evidence": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        evidence.attach,
        lambda: (cycle := cast.alice()) and (cast.drafted(cycle), cast.paper(cycle)),
        lambda given: evidence.attach(
            given[0], evidence=given[1], most_files=1, by=alices(given[0]).user, at=THEN
        ),
        ("evidence.attached",),
        writes={"activity": 1, "evidenceuse": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        evidence.detach,
        lambda: (cycle := cast.alice())
        and (paper := cast.paper(cycle))
        and (cast.attached(cast.drafted(cycle), paper=paper), paper),
        lambda given: evidence.detach(
            given[0], evidence=given[1], by=alices(given[0]).user, at=THEN
        ),
        ("evidence.detached",),
        writes={"activity": 1, "evidenceuse": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        evidence.note_reading,
        lambda: cast.paper(cast.alice()),
        lambda paper: evidence.note_reading(paper, by=cast.bob(), at=THEN),
        ("evidence.read",),
        by="Bob",
    ),
    Happening(
        queue.take_activity,
        lambda: cast.sent(cast.alice()),
        lambda it: queue.take_activity(it, by=cast.bob(), **LEASED),
        ("activity.taken",),
        writes={"activity": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        queue.release_activity,
        _held(cast.sent),
        lambda it: queue.release_activity(it, by=cast.bob(), **AS_NOW),
        ("activity.released",),
        writes={"activity": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        review_activities.accept,
        lambda: cast.sent(cast.alice()),
        _reviewed(review_activities.accept),
        ("activity.accepted",),
        ("activity_accepted",),
        writes={"activity": 1, "ledgerentry": 1},
        by="Bob",
    ),
    Happening(
        review_activities.accept_in_part,
        lambda: cast.sent(cast.alice()),
        _reviewed(review_activities.accept_in_part, steps=19, because="An hour was lunch."),
        ("activity.accepted_in_part",),
        ("activity_accepted",),
        writes={"activity": 1, "ledgerentry": 1},
        by="Bob",
    ),
    Happening(
        review_activities.reject,
        lambda: cast.sent(cast.alice()),
        _reviewed(review_activities.reject, because="It is about cooking."),
        ("activity.rejected",),
        ("activity_rejected",),
        writes={"activity": 1},
        by="Bob",
    ),
    Happening(
        review_activities.return_,
        lambda: cast.sent(cast.alice()),
        _reviewed(review_activities.return_, field="minutes", text="How long was it?"),
        ("activity.returned",),
        ("activity_returned",),
        writes={"activity": 1, "question": 1},
        by="Bob",
    ),
    Happening(
        review_activities.correct,
        lambda: cast.accepted(cast.alice()),
        lambda it: review_activities.correct(
            it.entries.get(), steps=10, because="Half of it was a break.",
            review=cast.reviewing(it, by=cast.bob(), at=THEN),
        ),
        ("activity.corrected",),
        ("activity_corrected",),
        writes={"activity": 1, "ledgerentry": 2},
        by="Bob",
    ),
    Happening(
        review_activities.correct,
        lambda: cast.accepted(cast.alice()),
        lambda it: review_activities.correct(
            it.entries.get(), steps=0, because="It never took place.",
            review=cast.reviewing(it, by=cast.bob(), at=THEN),
        ),
        ("activity.corrected",),
        ("activity_corrected",),
        writes={"activity": 1, "ledgerentry": 1},
        by="Bob",
        title="taking all of it back",
    ),
)  # fmt: skip
