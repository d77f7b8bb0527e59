"""Whole addresses of pages, for mail and for the codes on documents."""

from django.conf import settings
from django.urls import reverse

from recert.actions.threads import way_back
from recert.records.certification import Credential
from recert.records.requests import Request


def link(name: str, *args: object) -> str:
    """Return the whole address of a page.

    :param name: the page's name, such as "trainer:home"
    """
    return f"{settings.RECERT_ADDRESS}{reverse(name, args=args)}"


def answer_of(credential: Credential) -> str:
    """Return the address of a credential's public answer, as the code on its document says it."""
    return link("public:verify_code", credential.code)


def request_link(request: Request) -> str:
    """Return the address of a request's thread: behind a sign-in, or secret for who has none."""
    if request.certificant or request.asked_by:
        return link("requests:request", request.number)
    return link("requests:by_link", request.number, way_back(request))


def as_read(address: str) -> str:
    """Return an address as people read it from paper.

    >>> as_read("https://recert.example/verify/A1")
    'recert.example/verify/A1'
    """
    return address.partition("://")[2]
