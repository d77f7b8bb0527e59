"""What the desk shows of an upload: its sheets, whom it may belong to, what was read from it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recert import clock
from recert.outside.filenames import shown_name
from recert.outside.kinds import SUFFIXES, Kind
from recert.outside.readings import days_in, minutes_in
from recert.policy.policies import Policy
from recert.portals import access
from recert.portals.office.upload_forms import CardForm, DraftForm, PaperForm, RequestForm
from recert.portals.review.files import FLAGS
from recert.records.certification import Cycle, Program
from recert.records.education import Course
from recert.records.people import Certificant
from recert.records.policies import NoEditionError, edition_in_force, policy_by_digest
from recert.records.requests import Request
from recert.records.suggestions import Where, Why
from recert.records.uploads import Upload

KINDS: Mapping[str, str | Promise] = {
    "activity": _("Activity"),
    "companion": _("Card"),
    "application": _("Application"),
    "request": _("Request"),
}
KEYS = {"activity": "d", "companion": "c", "application": "p", "request": "r"}
WHY: Mapping[Why, str | Promise] = {
    Why.NUMBER: _("the number"),
    Why.NAME: _("the name"),
    Why.PART_OF_NAME: _("part of the name"),
    Why.FAMILY_NAME: _("the family name"),
    Why.EMAIL: _("the e-mail address"),
    Why.LINK: _("their own link"),
}
WHERE: Mapping[Where, str | Promise] = {
    Where.SAID: _("as the sender says"),
    Where.FILE_NAME: _("in the file’s name"),
    Where.TEXT: _("in the document"),
    Where.LINK: _("by which it came"),
}
CARD_KINDS: Mapping[str, str | Promise] = {"cpr_aed": _("CPR and AED card")}
CPR = ("cpr", "aed", "bls", "first aid")


@dataclass(frozen=True, slots=True)
class Sheet:
    """An upload's file as it is shown: its pages, its state, and what is to be known of it."""

    pages: range
    flags: tuple[str, ...]
    scan: str
    released: bool


def sheet_of(upload: Upload) -> Sheet:
    """Return an upload's file as the desk shows it."""
    clean = upload.scan == "clean"
    return Sheet(
        pages=range(1, upload.pages + 1),
        flags=tuple(str(FLAGS.get(flag, flag)) for flag in upload.flags),
        scan="clean" if clean else "not_scanned",
        released=clean or access.the_body().files.release_not_scanned,
    )


def name_of(upload: Upload) -> str:
    """Return the name under which an upload is taken home: its sender's words are no path."""
    what = upload.file_name.rpartition(".")[0] or upload.file_name
    suffix = SUFFIXES[Kind(upload.mime)]
    return shown_name(upload.receipt, what=what, on=upload.received_on, suffix=suffix)


def likely_kind(upload: Upload) -> str:
    """Return what an upload most likely is, by what its sender says and its name."""
    said = f"{upload.said_what} {upload.file_name}".casefold()
    if "application" in said or "recert" in said:
        return "application"
    return "companion" if any(word in said for word in CPR) else "activity"


def form_of(
    kind: str, *, upload: Upload, person: Certificant, data: QueryDict | None = None
) -> forms.Form:
    """Return the form of what an upload may become, with what was read from it."""
    if kind == "companion":
        return CardForm(data, kinds=card_kinds(), initial=_read_card(upload))
    if kind == "request":
        mine = Request.objects.filter(certificant=person, discarded_at=None)
        return RequestForm(data, mine=mine.order_by("-number"))
    if kind == "application":
        mine_too = Cycle.objects.filter(credential__certificant=person)
        declarations = access.the_body().declarations_on(upload.received_on)
        return PaperForm(
            data,
            mine=mine_too.select_related("credential").order_by("-begins_on"),
            declarations=declarations,
            paper=upload,
            person=person,
        )
    return DraftForm(data, initial=_read_activity(upload))


def card_kinds() -> dict[str, str]:
    """Return the kinds of card that any policy in force asks for, each with its words."""
    kinds = {
        rule.kind
        for policy in _policies_in_force()
        for pathway in policy.pathways
        for rule in pathway.companions
    } | set(CARD_KINDS)
    return {kind: str(CARD_KINDS.get(kind, kind.replace("_", " "))) for kind in sorted(kinds)}


def _policies_in_force() -> Iterator[Policy]:
    today = clock.today(zone=access.the_body().zone)
    for program in Program.objects.all():
        with suppress(NoEditionError):  # a program that is not begun asks for no card yet
            yield policy_by_digest(edition_in_force(program.pk, on=today).digest)


def _read_activity(upload: Upload) -> dict[str, object]:
    """Return what the document says of a class; a class of the catalogue by its whole title."""
    text = upload.text.casefold()
    course = next(
        (each for each in Course.objects.order_by("-pk") if each.title.casefold() in text), None
    )
    days = [day for day in days_in(upload.text) if day <= upload.received_on]
    minutes = None if course else minutes_in(upload.text)
    return {
        "code": course.code if course else "",
        "completed_on": days[0] if days else None,
        "hours": minutes / 60 if minutes else None,
        "what": upload.said_what or "completion certificate",
    }


def _read_card(upload: Upload) -> dict[str, object]:
    days = days_in(upload.text)
    past = [day for day in days if day <= upload.received_on]
    coming = [day for day in days if day > upload.received_on]
    return {
        "kind": "cpr_aed",
        "issued_on": past[-1] if past else None,
        "expires_on": coming[-1] if coming else None,
    }
