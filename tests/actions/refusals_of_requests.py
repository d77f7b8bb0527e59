"""What is refused of requests, canned answers and mail that came in."""

from datetime import timedelta

from recert.actions import answering, arriving, canned, requests
from recert.actions.refusals import (
    CannotMove,
    ChangedMeanwhile,
    HeldByAnother,
    Incomplete,
    NotForYou,
)
from tests import asking
from tests import people as cast
from tests.actions.happening import KEY
from tests.actions.happenings_of_requests import held_mail, own
from tests.actions.refused import Refused

TITLE = {"title": "Hours", "by": None, "at": cast.AT}


def ask(**given):
    told = {"name": "Eve", "email": "eve@x.example", "subject": "Hours", "text": "Breaks?"}
    asked = requests.Asked(**told | given)
    return requests.ask(asked, key=KEY, answer_by=asking.ANSWER_BY, by=None, at=cast.AT)


def answer(request, *, by=None, at=cast.AT, seen=None, text="Yes."):
    brought = asking.looking(request, by=by, at=at, seen=seen)
    return answering.answer(request, text=text, key=KEY, brought=brought)


def taken(request, *, by):
    return answering.take(request, by=by, at=cast.AT, lease=cast.LEASE)


def assign(request, *, to):
    return answering.assign(request, to=to, by=cast.olga(), at=cast.AT)


def promise(request, *, answer_by):
    return answering.promise(request, answer_by=answer_by, by=cast.bob(), on=cast.ON, at=cast.AT)


def rate(request, *, rating=5):
    return requests.rate(request, rating=rating, words="", by=None, at=cast.AT)


def release(request):
    return answering.release(request, answer_by=asking.LATER, by=cast.bob(), at=cast.AT)


def bobs_own():
    """A request that Bob asked, who works here."""
    asked = requests.Asked(name="Bob", email=cast.bob().email, subject="Pay", text="When?")
    return requests.ask(asked, key=KEY, answer_by=asking.ANSWER_BY, by=cast.bob(), at=cast.AT)


def kept():
    return canned.write(None, text="Ten.", **TITLE).answer


def ended():
    return canned.end(kept(), by=cast.olga(), at=cast.AT)


def settled():
    return arriving.set_aside(held_mail(), by=cast.bob(), at=cast.AT)


def senderless():
    return asking.taken_in(asking.letter("Hello?", to=asking.HOME, sender="nobody"))


REFUSED = (
    # --- asking
    Refused("a request has a subject and a text", lambda: None,
            lambda _: ask(subject=" ", text=""), Incomplete, "",
            frozenset({"subject", "text"})),
    Refused("an asker writes something", own, lambda it: asking.written(it, text=" "),
            Incomplete, "", frozenset({"text"})),
    Refused("nobody rates what is open", own, rate, CannotMove, "open again"),
    Refused("a rating is 1 to 5", lambda: asking.closed(own()),
            lambda it: rate(it, rating=6), Incomplete, "", frozenset({"rating"})),
    Refused("a request is rated once", lambda: rate(asking.closed(own())), rate,
            CannotMove, "rated this already"),
    # --- answering
    Refused("nobody answers with nothing", own, lambda it: answer(it, text=" "),
            Incomplete, "", frozenset({"text"})),
    Refused("a note says something", own,
            lambda it: answering.add_note(it, text="", key=KEY, by=cast.bob(), at=cast.AT),
            Incomplete, "", frozenset({"text"})),
    Refused("nobody answers while another does", lambda: taken(own(), by=cast.beth()),
            answer, HeldByAnother, "Beth Reviewer is writing"),
    Refused("nobody takes what another is answering", lambda: taken(own(), by=cast.beth()),
            lambda it: taken(it, by=cast.bob()), HeldByAnother, "Beth Reviewer is writing"),
    Refused("nobody answers past what was just written", own,
            lambda it: answer(it, seen=it.version - 1), ChangedMeanwhile, "since you opened"),
    Refused("nobody closes past what was just written", own,
            lambda it: answering.close(it, brought=asking.looking(it, seen=it.version - 1)),
            ChangedMeanwhile, "since you opened"),
    Refused("nobody answers their own request", bobs_own, answer, NotForYou, "your own"),
    Refused("nobody takes their own request", bobs_own, lambda it: taken(it, by=cast.bob()),
            NotForYou, "your own"),
    Refused("nobody closes their own request", bobs_own,
            lambda it: answering.close(it, brought=asking.looking(it)), NotForYou, "your own"),
    Refused("a request is given to nobody who asked it", bobs_own,
            lambda it: assign(it, to=cast.bob()), NotForYou, "your own"),
    Refused("a request is given to those who answer requests", own,
            lambda it: assign(it, to=it.asked_by), CannotMove, "does not answer requests"),
    Refused("nobody promises a day that is past", own,
            lambda it: promise(it, answer_by=cast.ON - timedelta(days=1)), Incomplete, "",
            frozenset({"answer_by"})),
    Refused("nobody promises the same day again", own,
            lambda it: promise(it, answer_by=asking.ANSWER_BY), Incomplete, "promised already",
            frozenset({"answer_by"})),
    Refused("nothing more is promised of a closed request", lambda: asking.closed(own()),
            lambda it: promise(it, answer_by=asking.LATER), CannotMove, "closed"),
    Refused("a request is closed once", lambda: asking.closed(own()), asking.closed,
            CannotMove, "closed"),
    # --- what looks like spam
    Refused("what looks like spam is not answered", asking.held, answer, CannotMove, "Let it in"),
    Refused("what looks like spam is not taken", asking.held,
            lambda it: taken(it, by=cast.bob()), CannotMove, "Let it in"),
    Refused("what is not held is not let in", own, release, CannotMove, "not held"),
    Refused("what is let in is not discarded", lambda: release(asking.held()),
            lambda it: answering.discard(it, by=cast.bob(), at=cast.AT), CannotMove, "not held"),
    Refused("what was discarded is not answered",
            lambda: answering.discard(asking.held(), by=cast.bob(), at=cast.AT), answer,
            CannotMove, "discarded"),
    # --- canned answers
    Refused("a canned answer has a title and a text", lambda: None,
            lambda _: canned.write(None, text=" ", **TITLE | {"title": ""}), Incomplete, "",
            frozenset({"title", "text"})),
    Refused("a canned answer names figures that there are", lambda: None,
            lambda _: canned.write(None, text="{creditz}", **TITLE), Incomplete,
            r"\{creditz\} stands for nothing", frozenset({"text"})),
    Refused("an ended answer has no further text", ended,
            lambda it: canned.write(it, text="Nine.", **TITLE), CannotMove, "ended"),
    Refused("a canned answer is ended once", ended,
            lambda it: canned.end(it, by=cast.olga(), at=cast.AT), CannotMove, "ended"),
    # --- mail
    Refused("mail is placed once", lambda: (settled(), own()),
            lambda it: arriving.place(it[0], to=it[1], answer_by=asking.LATER, by=cast.bob(),
                                      at=cast.AT), CannotMove, "dealt with"),
    Refused("mail is opened once", settled,
            lambda it: arriving.open_from(it, answer_by=asking.LATER, by=cast.bob(), at=cast.AT),
            CannotMove, "dealt with"),
    Refused("mail without a sender opens no request", senderless,
            lambda it: arriving.open_from(it, answer_by=asking.LATER, by=cast.bob(), at=cast.AT),
            CannotMove, "does not say who"),
    Refused("an address without a flag is not cleared", lambda: None,
            lambda _: arriving.clear_address("a@x.example", by=cast.olga(), at=cast.AT),
            CannotMove, "not flagged"),
)  # fmt: skip
