"""What can happen to classes, proposals, providers and reports of completions."""

from recert.actions import catalogue, completions, proposals, providers
from recert.actions.class_texts import Approved
from tests import offering
from tests import people as cast
from tests.actions.happening import THEN, Happening
from tests.offering import TOMORROW, WORDING


def _with(make, *others):
    return lambda: (make(), *(other() for other in others))


def _held():
    """A class that Alice took and a reviewer rejected, and who would report it."""
    cycle, kettlebells = cast.alice(), cast.course()
    cast.rejected(cycle, of=kettlebells)
    return cycle, kettlebells, offering.speaks()


def _held_report():
    cycle, kettlebells, dana = _held()
    return offering.reported(cycle, kettlebells, by=dana).report


def _report(given):
    cycle, kettlebells, dana = given
    return offering.reported(cycle, kettlebells, by=dana, at=THEN)


def _ahead():
    offering.change(cast.course(), title="New", holds_from=TOMORROW)


NOBODY = {"on": None}
DANA, OLGA = NOBODY | {"by": "Dana"}, NOBODY | {"by": "Olga"}
HAPPENINGS = (
    # --- classes
    Happening(
        catalogue.change_course, lambda: (cast.course(), cast.olga()),
        lambda it: offering.change(it[0], title="Kettlebells II", by=it[1], at=THEN),
        ("course.changed",), writes={"course": 1, "courseversion": 1}, **OLGA,
    ),
    Happening(
        catalogue.change_course, lambda: (cast.course(), cast.olga()),
        lambda it: offering.change(it[0], title="II", by=it[1], at=THEN, holds_from=TOMORROW),
        ("course.changed",), writes={"courseversion": 1}, title="from tomorrow on", **OLGA,
    ),
    Happening(
        catalogue.end_course, lambda: (cast.course(), cast.olga()),
        lambda it: catalogue.end_course(
            it[0], approved_through=cast.ON, by=it[1], on=cast.ON, at=THEN
        ),
        ("course.changed",), writes={"course": 1, "courseversion": 1}, **OLGA,
    ),
    Happening(
        catalogue.come_into_force, _ahead,
        lambda _: catalogue.come_into_force(on=TOMORROW, at=THEN) and None,
        ("course.version_holds",), writes={"course": 1}, again=True, on=None,
    ),
    Happening(
        catalogue.add_date, lambda: (cast.course(), offering.speaks()),
        lambda it: catalogue.add_date(
            it[0], on=TOMORROW, place="Online", by=it[1], today=cast.ON, at=THEN
        ),
        ("course.date_added",), writes={"coursedate": 1}, again=True, **DANA,
    ),
    Happening(
        catalogue.cancel_date, lambda: (cast.course(next_on=TOMORROW), offering.speaks()),
        lambda it: catalogue.cancel_date(it[0].dates.get(), by=it[1], at=THEN),
        ("course.date_cancelled",), writes={"coursedate": 1}, **DANA,
    ),
    # --- proposals
    Happening(
        proposals.save, offering.speaks, lambda dana: offering.drafted(by=dana, at=THEN),
        ("proposal.saved",), writes={"courseproposal": 1}, again=True, **DANA,
    ),
    Happening(
        proposals.submit, _with(offering.drafted, offering.speaks),
        lambda it: proposals.submit(it[0], by=it[1], at=THEN),
        ("proposal.submitted",), writes={"courseproposal": 1}, **DANA,
    ),
    Happening(
        proposals.withdraw, _with(offering.proposed, offering.speaks),
        lambda it: proposals.withdraw(it[0], by=it[1], at=THEN),
        ("proposal.withdrawn",), writes={"courseproposal": 1}, **DANA,
    ),
    Happening(
        proposals.return_, _with(offering.proposed, cast.olga),
        lambda it: proposals.return_(it[0], words="Which day?", by=it[1], at=THEN),
        ("proposal.returned",), ("proposal_returned",), writes={"courseproposal": 1}, **OLGA,
    ),
    Happening(
        proposals.approve, _with(offering.proposed, cast.olga, cast.adopted),
        lambda it: offering.approve(it[0], by=it[1], at=THEN),
        ("course.entered", "proposal.approved"), ("proposal_approved",),
        writes={"courseproposal": 1, "course": 1, "courseversion": 1}, **OLGA,
    ),
    Happening(
        proposals.approve,
        lambda: (offering.proposed(course=cast.course(), minutes=900), cast.olga()),
        lambda it: offering.approve(it[0], by=it[1], at=THEN),
        ("course.changed", "proposal.approved"), ("proposal_approved",),
        writes={"courseproposal": 1, "course": 1, "courseversion": 1}, title="a change", **OLGA,
    ),
    Happening(
        proposals.enter_approved, lambda: (offering.provider(), cast.olga()),
        lambda it: proposals.enter_approved(
            it[0], code="MOB-1", wording=WORDING, approved=Approved(None, cast.ON), by=it[1],
            on=cast.ON, at=THEN,
        ),
        ("course.entered",), writes={"course": 1, "courseversion": 1}, **OLGA,
    ),
    # --- providers
    Happening(
        providers.approve_provider, lambda: (cast.dana(approvals=()), cast.olga()),
        lambda it: providers.approve_provider(
            it[0], begins_on=cast.ON, ends_on=None, by=it[1], at=THEN
        ),
        ("provider.approved",), writes={"providerapproval": 1}, **OLGA,
    ),
    Happening(
        providers.end_approval, lambda: (cast.dana(), cast.olga()),
        lambda it: providers.end_approval(
            it[0].approvals.get(), ends_on=cast.ON, by=it[1], on=cast.ON, at=THEN
        ),
        ("provider.approval_ended",), writes={"providerapproval": 1}, **OLGA,
    ),
    Happening(
        providers.add_contact, lambda: (cast.dana(), cast.user("Eve"), cast.olga()),
        lambda it: providers.add_contact(it[0], email=it[1].email, name="", by=it[2], at=THEN),
        ("provider.contact_added",),
        writes={"providercontact": 1, "user": 1},  # sessions that began without it end
        again=True, **OLGA,
    ),
    Happening(
        providers.end_contact, lambda: (offering.speaks().contact_of.get(), cast.olga()),
        lambda it: providers.end_contact(it[0], by=it[1], at=THEN),
        ("provider.contact_ended",), writes={"providercontact": 1}, **OLGA,
    ),
    # --- reports of completions
    Happening(
        completions.report, lambda: (cast.alice(), cast.course(), offering.speaks()), _report,
        ("activity.reported",), ("activity_reported",),
        writes={"activity": 1, "completionreport": 1, "ledgerentry": 1}, again=True, by="Dana",
        title="of a class that is not on record",
    ),
    Happening(
        completions.report, _held, _report, ("completion.held",),
        writes={"completionreport": 1}, again=True, by="Dana", title="of what was rejected",
    ),
    Happening(
        completions.settle_held, lambda: (_held_report(), cast.olga()),
        lambda it: completions.settle_held(it[0], because="It was another.", by=it[1], at=THEN),
        ("completion.settled",), ("report_settled",), writes={"completionreport": 1}, by="Olga",
    ),
)  # fmt: skip
