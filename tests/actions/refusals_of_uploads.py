"""What is refused about files that come without a sign-in."""

from datetime import date, timedelta

from recert.actions import applications, matching, putting_back, upload_links, uploads
from recert.actions.evidence import TooMuch
from recert.actions.refusals import CannotMove, Incomplete, NotForYou
from tests import people as cast
from tests import sending
from tests.actions.refused import Refused, own, send

LATER = cast.later(days=14)


def _called_back():
    link = sending.linked(cast.alice())
    upload_links.call_back(link, by=cast.who(link.cycle).user, at=cast.AT)
    return link


def _full():
    link = sending.linked(cast.alice())
    sending.upload(link=link, most=1)
    return link


def _matched(match):
    """Alice's cycle and a file that Bob put with her record."""

    def given():
        cycle, upload = cast.alice(), sending.upload()
        match(upload, cycle, sending.matching())
        upload.refresh_from_db()
        return cycle, upload

    return given


def _drafted(then):
    """A draft made of a file, and what Alice did with it since."""

    def given():
        cycle, upload = _matched(sending.to_activity)()
        then(cast.who(cycle).activities.get())
        return upload

    return given


def _own():
    """Bob is certified himself, and has a file in the queue."""
    cycle = cast.alice()
    person = cast.who(cycle)
    cast.accounts.grant_role(person.user, name="reviewer", by=None, at=cast.AT)
    return cycle, sending.upload()


def _again(upload, cycle):
    return sending.to_activity(upload, cycle, sending.matching(by=cast.beth()))


def _back(upload):
    return putting_back.put_back(upload, by=cast.bob(), at=cast.AT)


def _ended():
    """A cycle whose filing closed on the day before the paper came."""
    ends = cast.ON - timedelta(days=1)
    cycle = cast.alice(certified_on=date(2024, 11, 23))
    assert cycle.ends_on == ends
    return cycle, sending.upload()


REFUSED = (
    Refused(
        "a link that was called back takes nothing",
        _called_back,
        lambda link: sending.upload(link=link),
        CannotMove,
        "called it back",
    ),
    Refused(
        "a link that has run out takes nothing",
        lambda: sending.linked(cast.alice()),
        lambda link: sending.upload(link=link, at=LATER),
        CannotMove,
        "has run out",
    ),
    Refused(
        "a link takes as many files as it takes",
        _full,
        lambda link: sending.upload(link=link, most=1),
        TooMuch,
        "has taken its 1 files",
    ),
    Refused(
        "nothing is acknowledged that is not on record",
        sending.stored,
        lambda _file: uploads.acknowledge(sending.BATCH, at=cast.AT),
        CannotMove,
        "Nothing of this was kept",
    ),
    Refused(
        "a file is matched once",
        _matched(sending.to_activity),
        lambda given: _again(given[1], given[0]),
        CannotMove,
        "Bob Reviewer has settled this file already",
    ),
    Refused(
        "a file that is matched is not set aside",
        _matched(sending.to_companion),
        lambda given: matching.set_aside(given[1], because="No.", by=cast.beth(), at=cast.AT),
        CannotMove,
        "has settled this file already",
    ),
    Refused(
        "a file is not set aside without a reason",
        sending.upload,
        lambda upload: matching.set_aside(upload, because=" ", by=cast.bob(), at=cast.AT),
        Incomplete,
        fields=frozenset({"because"}),
    ),
    Refused(
        "nobody puts a file with their own record",
        _own,
        lambda given: sending.to_activity(
            given[1], given[0], sending.matching(by=cast.who(given[0]).user)
        ),
        NotForYou,
        "your own case",
    ),
    Refused(
        "nobody enters their own application on paper",
        _own,
        lambda given: sending.on_paper(
            given[1], given[0], sending.matching(by=cast.who(given[0]).user)
        ),
        NotForYou,
        "your own case",
    ),
    Refused(
        "a person's room for files holds for what the office puts there",
        lambda: (cast.alice(), sending.upload()),
        lambda given: sending.to_activity(given[1], given[0], sending.matching(most_bytes=10)),
        TooMuch,
    ),
    Refused(
        "a card does not end before it was issued",
        lambda: (cast.alice(), sending.upload()),
        lambda given: sending.to_companion(
            given[1], given[0], sending.matching(), expires_on=date(2020, 1, 1)
        ),
        Incomplete,
        fields=frozenset({"expires_on"}),
    ),
    Refused(
        "a paper without its declarations is not filed",
        lambda: (cast.alice(), sending.upload()),
        lambda given: sending.on_paper(given[1], given[0], sending.matching(), agreed=[]),
        Incomplete,
        fields=frozenset({"declaration_truthful", "declaration_audit"}),
    ),
    Refused(
        "a paper that came after filing closed is refused in the rule's words",
        _ended,
        lambda given: sending.on_paper(given[1], given[0], sending.matching()),
        applications.FilingClosed,
        "2026",
    ),
    Refused(
        "a paper is not filed beside a filed application",
        lambda: (cast.filed(cast.alice()).cycle, sending.upload()),
        lambda given: sending.on_paper(given[1], given[0], sending.matching()),
        CannotMove,
        "is with us already",
    ),
    Refused(
        "what waits is not put back",
        sending.upload,
        _back,
        CannotMove,
        "waits already",
    ),
    Refused(
        "a draft that its owner has sent stays",
        _drafted(lambda draft: send(draft) if draft.provider_name else _named(draft)),
        _back,
        CannotMove,
        "changed or sent this draft",
    ),
    Refused(
        "a signed paper stays",
        _matched(sending.on_paper),
        lambda given: _back(given[1]),
        CannotMove,
        "filed or closed",
    ),
    Refused(
        "a card stays that a filed application may have counted",
        lambda: _then_filed(*_matched(sending.to_companion)()),
        _back,
        CannotMove,
        "may count this card",
    ),
)


def _named(draft):
    """Its owner changes the draft."""
    cast.activities.save(
        draft.certificant,
        key=draft.key,
        claim=cast.activities.Claim(title="Another title"),
        by=own(draft),
        at=cast.AT,
    )


def _then_filed(cycle, upload):
    cast.filed(cycle)
    return upload
