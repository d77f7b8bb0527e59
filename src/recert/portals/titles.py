"""Levels, roles and outcomes in words: what a credential, a person or an exam is called."""

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

# What policies call kinds of providers; another policy's own word is shown as it is.
PROVIDERS: Mapping[str, str | Promise] = {
    "action": gettext_lazy("our own"),
    "partner": gettext_lazy("partner"),
    "other": gettext_lazy("other"),
}

OUTCOMES: Mapping[str, str | Promise] = {
    "pass": gettext_lazy("passed"),
    "fail": gettext_lazy("not passed"),
    "absent": gettext_lazy("not sat"),
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


def provider_word(kind: str) -> str:
    """Return what a provider of a kind is called.

    >>> provider_word("partner"), provider_word("college")
    ('partner', 'college')
    """
    return str(PROVIDERS.get(kind, kind))


def outcome_word(outcome: str) -> str:
    """Return how an exam ended.

    >>> outcome_word("absent")
    'not sat'
    """
    return str(OUTCOMES[outcome])
