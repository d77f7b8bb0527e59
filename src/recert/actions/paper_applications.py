"""Applications on paper: entered by the office as a draft to confirm, or, signed, as filed."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from recert.actions import applications
from recert.actions.events import record
from recert.actions.matched import Matching, begin, finish
from recert.actions.paper_activities import Row, enter_rows
from recert.actions.refusals import CannotMove
from recert.outside.body import Body
from recert.policy.lifecycle import ApplicationStatus
from recert.records.applications import Application
from recert.records.certification import Cycle
from recert.records.uploads import PaperApplication, Upload
from recert.records.words import day_word


@transaction.atomic
def enter(
    upload: Upload,
    *,
    cycle: Cycle,
    signed: bool,
    agreed: Sequence[str],
    body: Body,
    matching: Matching,
    rows: Sequence[Row] = (),
) -> Application:
    """Enter an application that came on paper, for the person whose cycle it is.

    Unsigned, it becomes their draft, which they file themselves. Signed, it is filed as of the day
    on which it reached us, and judged on that day: window, eligibility, fee.

    :param agreed: ids of the declarations that are signed on the paper
    :param rows: the activities that the paper lists: sent where it is signed, else drafts
    :raises Incomplete: a declaration is not signed
    :raises FilingClosed, CannotMove: closed on the day; filed, renewed or settled already
    :raises NotForYou: it is the own case of whoever enters it
    """
    certificant = cycle.credential.certificant
    upload = begin(upload, certificant=certificant, by=matching.by)
    application = _draft(cycle, matching=matching)
    by, at, on = matching.by, matching.at, upload.received_on
    _note(upload, application=application, signed=signed, matching=matching)
    enter_rows(rows, paper=upload, certificant=certificant, signed=signed, matching=matching)
    if signed:
        application = applications.submit(
            application, agreed=agreed, body=body, by=by, on=on, at=at, paper=upload
        )
    finish(
        upload,
        certificant=certificant,
        became="application",
        became_id=application.pk,
        by=by,
        at=at,
        tells=not signed,  # what is filed has its own notice
    )
    return application


def _note(upload: Upload, *, application: Application, signed: bool, matching: Matching) -> None:
    """Write down that an application came on paper, and who entered it."""
    by, at = matching.by, matching.at
    PaperApplication.objects.create(
        upload=upload, application=application, signed=signed, entered_by=by, at=at
    )
    record(
        "paper_application.entered",
        by=by,
        at=at,
        subject=application,
        certificant=application.cycle.credential.certificant_id,
        upload=upload.pk,
        signed=signed,
    )


def _draft(cycle: Cycle, *, matching: Matching) -> Application:
    """Return the draft of a cycle's application, opened if there is none."""
    application = applications.open_(cycle, by=matching.by, at=matching.at)
    if application.status != ApplicationStatus.DRAFT:
        assert application.filed_on is not None  # what is open and no draft is filed
        raise CannotMove(
            _("An application of this trainer is with us already, filed on %(day)s.")
            % {"day": day_word(application.filed_on)}
        )
    return application
