"""Words of rows inside a sentence: statuses, acts, days, in the language of the door that asked."""

from collections.abc import Mapping
from datetime import date

from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

# "This application is … by now"; "The credential is … since 3 June".
STATUSES: Mapping[str, str | Promise] = {
    "draft": _("a draft"),
    "submitted": _("submitted"),
    "returned": _("returned"),
    "accepted": _("accepted"),
    "accepted_in_part": _("accepted in part"),
    "rejected": _("rejected"),
    "approved": _("approved"),
    "denied": _("denied"),
    "withdrawn": _("withdrawn"),
    "suspended": _("suspended"),
    "revoked": _("revoked"),
    "retired": _("retired"),
}


def status_word(status: str) -> str:
    """Return a stored status, or the kind of an act, as a sentence says it.

    >>> status_word("accepted_in_part")
    'accepted in part'
    """
    return str(STATUSES[status])


def day_word(on: date) -> str:
    """Return a day as a sentence says it.

    >>> day_word(date(2027, 6, 3))
    '3 June 2027'
    """
    return dateformat.format(on, pgettext("pattern of a day", "j F Y"))
