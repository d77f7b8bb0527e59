"""Requests and mail for the tables of the doors: Alice's own, a stranger's, and what arrived."""

from django.core.signing import Signer

from recert.actions import canned
from recert.actions.threads import way_back
from recert.outside import mail_in
from recert.records.history import Notice
from recert.records.reminding import ReturnedMail
from tests import asking, people


def things(cycle, *, officer):
    """One of each thing of requests that an address may name."""
    own = asking.asked(people.who(cycle))
    strangers = asking.closed(asking.asked_by_stranger(), by=officer)
    text = canned.write(None, title="Hours", text="{credits}.", by=officer, at=people.AT)
    raw = asking.letter("Where is this to go?", to="requests@actioncertification.example")
    mail_in.keep(raw)
    mail = asking.taken_in(raw)
    notice = Notice.objects.filter(certificant=people.who(cycle)).first()
    asking.taken_in(asking.report(notice, code="5.1.1"))
    return {
        "request": own.number,
        "strangers_request": strangers.number,
        "way_back": way_back(strangers),
        "received": Signer(salt="recert.requests.received").sign(str(strangers.number)),
        "canned": text.answer.slug,
        "held_mail": mail.pk,
        "returned": ReturnedMail.objects.get().pk,
    }
