"""Whole addresses of pages, for mail and for the codes on documents."""

from django.conf import settings
from django.urls import reverse

from recert.records.certification import Credential


def link(name: str, *args: object) -> str:
    """Return the whole address of a page.

    :param name: the page's name, such as "trainer:home"
    """
    return f"{settings.RECERT_ADDRESS}{reverse(name, args=args)}"


def answer_of(credential: Credential) -> str:
    """Return the address of a credential's public answer, as the code on its document says it."""
    return link("public:verify_code", credential.code)


def as_read(address: str) -> str:
    """Return an address as people read it from paper.

    >>> as_read("https://recert.example/verify/A1")
    'recert.example/verify/A1'
    """
    return address.partition("://")[2]
