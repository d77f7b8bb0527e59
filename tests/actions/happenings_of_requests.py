"""What can happen to requests, to canned answers, and to mail that comes in."""

from recert.actions import answering, arriving, canned, requests
from recert.outside import mail_in
from recert.records.history import Notice
from tests import asking
from tests import people as cast
from tests.actions.happening import AS_NOW, KEY, LEASED, THEN, Happening

ALICES = requests.Asked(
    name="Alice Ångström", email="alice@recert.example", subject="Hours", text="Do breaks count?"
)


def own(**given):
    return asking.asked(cast.who(cast.alice()), **given)


def of_alice(person):
    return requests.Asked(
        name=person.name, email=person.email, certificant=person, subject="Hours", text="Breaks?"
    )


def brought(request, **given):
    return asking.looking(request, at=THEN, **given)


def read(raw):
    return mail_in.read(raw)


def take_in(arrived):
    return arriving.take_in(arrived, home=asking.HOME, answer_by=asking.LATER, at=THEN)


def held_mail():
    return asking.taken_in(asking.letter("Hello?", to=asking.HOME))


def flagged():
    asking.taken_in(asking.report(told_of(own()), code="5.1.1"))
    return "ALICE@recert.example"


def told_of(request):
    return Notice.objects.get(context__request=request.pk, template="request_received")


ASKING = (
    Happening(
        requests.ask,
        lambda: cast.who(cast.alice()),
        lambda alice: requests.ask(
            of_alice(alice), key=KEY, answer_by=asking.ANSWER_BY, by=alice.user, at=THEN
        ),
        ("request.opened",),
        ("request_received",),
        writes={"request": 1, "requestmessage": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        requests.ask,
        lambda: None,
        lambda _: requests.ask(
            ALICES, key=KEY, answer_by=asking.ANSWER_BY, by=None, held_because="often", at=THEN
        ),
        ("request.held",),
        writes={"request": 1, "requestmessage": 1, "installation": 1},
        again=True,
        on=None,
        title="what looks like spam",
    ),
    Happening(
        requests.write,
        lambda: asking.answered(own()),
        lambda it: requests.write(
            it, text="One more.", key=KEY, answer_by=asking.LATER, by=it.asked_by, at=THEN
        ),
        ("request.written",),
        writes={"request": 1, "requestmessage": 1},
        again=True,
        by="Alice",
    ),
    Happening(
        requests.write,
        lambda: asking.closed(own()),
        lambda it: requests.write(
            it, text="One more.", key=KEY, answer_by=asking.LATER, by=it.asked_by, at=THEN
        ),
        ("request.reopened",),
        writes={"request": 1, "requestmessage": 1},
        again=True,
        by="Alice",
        title="to a closed request",
    ),
    Happening(
        requests.rate,
        lambda: asking.closed(own()),
        lambda it: requests.rate(it, rating=4, words="Quick.", by=it.asked_by, at=THEN),
        ("request.rated",),
        writes={"request": 1},
        by="Alice",
    ),
)
ANSWERING = (
    Happening(
        answering.take,
        own,
        lambda it: answering.take(it, by=cast.bob(), **LEASED),
        ("request.taken",),
        writes={"request": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        answering.put_back,
        lambda: answering.take(own(), by=cast.bob(), at=cast.AT, lease=cast.LEASE),
        lambda it: answering.put_back(it, by=cast.bob(), **AS_NOW),
        ("request.put_back",),
        writes={"request": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        answering.assign,
        own,
        lambda it: answering.assign(it, to=cast.bob(), by=cast.olga(), **AS_NOW),
        ("request.assigned",),
        writes={"request": 1},
        again=True,
        by="Olga",
    ),
    Happening(
        answering.promise,
        own,
        lambda it: answering.promise(
            it, answer_by=asking.LATER, by=cast.bob(), on=cast.ON, **AS_NOW
        ),
        ("request.promised",),
        ("request_promised",),
        writes={"request": 1},
        by="Bob",
    ),
    Happening(
        answering.answer,
        own,
        lambda it: answering.answer(it, text="They do not.", key=KEY, brought=brought(it)),
        ("request.answered",),
        ("request_answered",),
        writes={"request": 1, "requestmessage": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        answering.add_note,
        own,
        lambda it: answering.add_note(it, text="Ask Olga.", key=KEY, by=cast.bob(), **AS_NOW),
        ("request.noted",),
        writes={"requestmessage": 1},
        again=True,
        by="Bob",
    ),
    Happening(
        answering.close,
        lambda: asking.answered(own()),
        lambda it: answering.close(it, brought=brought(it)),
        ("request.closed",),
        ("request_closed",),
        writes={"request": 1},
        by="Bob",
    ),
    Happening(
        answering.release,
        lambda: own(held="often"),
        lambda it: answering.release(it, answer_by=asking.LATER, by=cast.bob(), **AS_NOW),
        ("request.released",),
        ("request_received",),
        writes={"request": 1},
        by="Bob",
    ),
    Happening(
        answering.discard,
        lambda: own(held="often"),
        lambda it: answering.discard(it, by=cast.bob(), **AS_NOW),
        ("request.discarded",),
        writes={"request": 1},
        by="Bob",
    ),
    Happening(
        canned.write,
        lambda: None,
        lambda _: canned.write(None, title="Hours", text="{credits}.", by=cast.olga(), at=THEN),
        ("canned_answer.written",),
        writes={"cannedanswer": 1, "cannedtext": 1, "installation": 1},
        by="Olga",
        on=None,
    ),
    Happening(
        canned.write,
        lambda: canned.write(None, title="Hours", text="Ten.", by=None, at=cast.AT).answer,
        lambda it: canned.write(it, title="Hours", text="Eleven.", by=cast.olga(), at=THEN),
        ("canned_answer.written",),
        writes={"cannedtext": 1},
        again=True,
        by="Olga",
        on=None,
        title="the next version",
    ),
    Happening(
        canned.end,
        lambda: canned.write(None, title="Hours", text="Ten.", by=None, at=cast.AT).answer,
        lambda it: canned.end(it, by=cast.olga(), at=THEN),
        ("canned_answer.ended",),
        writes={"cannedanswer": 1},
        by="Olga",
        on=None,
    ),
)
ARRIVING = (
    Happening(
        arriving.take_in,
        lambda: read(asking.answer_to(asking.answered(own()), "Thank you.")),
        take_in,
        ("request.written",),
        writes={"request": 1, "requestmessage": 1, "arrivedmail": 1},
        again=True,
    ),
    Happening(
        arriving.take_in,
        lambda: read(asking.answer_to(own(), "I am away.", Auto_Submitted="auto-replied")),
        take_in,
        ("mail.kept",),
        writes={"arrivedmail": 1},
        again=True,
        title="an answering machine",
    ),
    Happening(
        arriving.take_in,
        lambda: read(asking.letter("Hello?", to=asking.HOME)),
        take_in,
        ("mail.held",),
        writes={"arrivedmail": 1, "installation": 1},
        again=True,
        on=None,
        title="what belongs nowhere",
    ),
    Happening(
        arriving.take_in,
        lambda: read(asking.report(told_of(own()), code="5.1.1")),
        take_in,
        ("mail.returned",),
        writes={"arrivedmail": 1, "returnedmail": 1},
        again=True,
        title="a report that mail came back",
    ),
    Happening(
        arriving.clear_address,
        flagged,
        lambda address: arriving.clear_address(address, by=cast.olga(), at=THEN),
        ("mail.address_cleared",),
        writes={"returnedmail": 1},
        by="Olga",
    ),
    Happening(
        arriving.place,
        lambda: (held_mail(), own()),
        lambda it: arriving.place(it[0], to=it[1], answer_by=asking.LATER, by=cast.bob(), at=THEN),
        ("request.written", "mail.placed"),
        writes={"arrivedmail": 1, "request": 1, "requestmessage": 1},
        by="Bob",
    ),
    Happening(
        arriving.open_from,
        held_mail,
        lambda it: arriving.open_from(it, answer_by=asking.LATER, by=cast.bob(), at=THEN),
        ("request.opened",),
        ("request_received",),
        writes={"arrivedmail": 1, "request": 1, "requestmessage": 1},
        by="Bob",
        on=None,
    ),
    Happening(
        arriving.set_aside,
        held_mail,
        lambda it: arriving.set_aside(it, by=cast.bob(), at=THEN),
        ("mail.set_aside",),
        writes={"arrivedmail": 1},
        by="Bob",
        on=None,
    ),
)
HAPPENINGS = (*ASKING, *ANSWERING, *ARRIVING)
