"""Mail that a sign-in needs at once: a code, or a word that something about an account changed."""

import logging
from collections.abc import Mapping, Sequence
from uuid import uuid4

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse

from recert.outside.mail import CannotDeliver, Message, deliver
from recert.portals.access import the_body

log = logging.getLogger(__name__)


def send(
    name: str,
    *,
    to: str,
    next_page: str,
    facts: Mapping[str, object],
    args: Sequence[object] = (),
) -> bool:
    """Send a letter now; return whether it went out.

    :param name: the template's name in accounts/mail
    :param next_page: the name of the page that the letter leads to
    :param args: what stands in the address of that page
    """
    address = settings.RECERT_ADDRESS + reverse(next_page, args=args)
    shown = {**facts, "body": the_body(), "address": address}
    said = {layout: _said(name, layout=layout, shown=shown) for layout in LAYOUTS}
    message = Message(
        to=to,
        subject=" ".join(said["subject"].split()),
        text=said["text"].strip() + "\n",
        html=said["html"].strip() + "\n",
        message_id=f"<{uuid4()}@{settings.RECERT_ADDRESS.partition('://')[2].partition(':')[0]}>",
        headers={"Auto-Submitted": "auto-generated", "Reply-To": the_body().contact.email},
    )
    try:
        deliver(message)
    except CannotDeliver as error:
        log.error("letter %s not sent: %s", name, error)  # noqa: TRY400  # without the address
        return False
    return True


LAYOUTS = ("subject", "text", "html")


def _said(name: str, *, layout: str, shown: Mapping[str, object]) -> str:
    template = get_template(f"accounts/mail/{name}.txt").template  # type: ignore[attr-defined]
    context = {**shown, "layout": f"notices/mail_{layout}.txt"}
    said: str = template.render(Context(context, autoescape=layout == "html"))
    return said
