"""Levels and roles in words: what a credential is called, and what a person is here."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recert.policy import names

ROLES: Mapping[str, str | Promise] = {
    "reviewer": gettext_lazy("reviewer"),
    "officer": gettext_lazy("officer"),
    "board": gettext_lazy("board"),
    "operator": gettext_lazy("operator"),
}


def level_word(level: str) -> str:
    """Return the name of a level.

    >>> level_word("certification")
    'Certification'
    """
    return _(names.LEVELS[level])


def role_word(role: str) -> str:
    """Return what somebody with a role is called.

    >>> role_word("board")
    'board'
    """
    return str(ROLES[role])
