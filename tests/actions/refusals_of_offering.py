"""What is refused of classes, proposals, providers and reports of completions."""

import uuid
from datetime import date
from decimal import Decimal

from recert.actions import catalogue, completions, proposals, providers
from recert.actions.class_texts import Approved
from recert.actions.refusals import CannotMove, Incomplete, NotForYou
from tests import offering
from tests import people as cast
from tests.actions.refused import Refused
from tests.offering import FROM, TOMORROW, WORDING, YESTERDAY

BEFORE_YESTERDAY = date(2026, 11, 22)
DAY = frozenset({"completed_on"})


def _olga_speaks():
    """Olga, the officer, who speaks for Dana's Gym too."""
    offering.speaks(cast.olga().email)


def _waits(**given):
    cast.adopted()
    return offering.proposed(**given)


def _hers(make):
    """A thing of Dana's, while Olga speaks for Dana, too."""

    def given():
        thing = make()
        _olga_speaks()
        return thing

    return given


def _by_olga():
    """A proposal of Olga's, from when she spoke for Dana's Gym."""
    proposal = _waits(by=offering.speaks(cast.olga().email))
    offering.end_contact(cast.olga())
    return proposal


def _approve(**given):
    return lambda proposal: offering.approve(proposal, **given)


def _report(**given):
    """Dana reports that Alice completed Kettlebells."""
    return lambda it: offering.reported(it[0], it[1], by=it[2], **given)


def _completed(**of_class):
    return lambda: (cast.alice(), cast.course(**of_class), offering.speaks())


def _ended_provider():
    dana = cast.dana(approvals=((date(2020, 1, 1), YESTERDAY),))
    return cast.alice(), cast.course(dana), offering.speaks(of=dana)


def _alice_speaks():
    """Alice, who speaks for Dana's Gym, and took its class."""
    cycle = cast.alice()
    return cycle, cast.course(), offering.speaks(cast.who(cycle).user.email)


def _unset():
    """A class that says no credit, where ACTION's own text does not set what minutes give."""
    return cast.alice(edition=cast.adopted(overlay=False)), cast.course(), offering.speaks()


def _held():
    cycle, kettlebells = cast.alice(), cast.course()
    cast.rejected(cycle, of=kettlebells)
    return offering.reported(cycle, kettlebells).report


def _granted():
    return offering.reported(cast.alice(), cast.course()).report


def _settle(held, *, because="It was another.", by=None):
    return completions.settle_held(held, because=because, by=by or cast.olga(), at=cast.AT)


def _another_key(proposal):
    return offering.drafted(course=proposal.course, minutes=100, key=_KEY)


_KEY, _ONE, _UNEVEN = uuid.UUID(int=71), Decimal(1), Decimal("0.07")
REFUSED = (
    # --- classes
    Refused("a change does not hold from yesterday", cast.course,
            lambda it: offering.change(it, title="II", holds_from=YESTERDAY),
            Incomplete, "24 November 2026", frozenset({"holds_from"})),
    Refused("a change does not hold before the last one",
            lambda: offering.change(cast.course(), title="II", holds_from=TOMORROW).course,
            lambda it: offering.change(it, title="III"),
            Incomplete, "25 November 2026", frozenset({"holds_from"})),
    Refused("a change changes something", cast.course, offering.change, CannotMove, "nothing"),
    Refused("nobody changes a class of a provider for whom they speak", _hers(cast.course),
            lambda it: offering.change(it, title="II"), NotForYou, "yourself"),
    Refused("nobody enters a class of a provider for whom they speak", _hers(offering.provider),
            lambda it: proposals.enter_approved(
                it, code="D", wording=WORDING, approved=Approved(None, FROM), by=cast.olga(),
                on=cast.ON, at=cast.AT,
            ), NotForYou, "yourself"),
    Refused("what was completed keeps its class: an approval ends yesterday at the earliest",
            cast.course,
            lambda it: offering.end(it, approved_through=BEFORE_YESTERDAY, by=cast.olga()),
            Incomplete, "23 November 2026", frozenset({"approved_through"})),
    Refused("a class is not held on a day that has passed", cast.course,
            lambda it: catalogue.add_date(
                it, on=YESTERDAY, place="", by=cast.olga(), today=cast.ON, at=cast.AT
            ), Incomplete, "to come", frozenset({"on"})),
    Refused("a class is not held on a day on which it is not approved",
            lambda: cast.course(approved_through=cast.ON),
            lambda it: catalogue.add_date(
                it, on=TOMORROW, place="", by=cast.olga(), today=cast.ON, at=cast.AT
            ), Incomplete, "approved", frozenset({"on"})),
    # --- proposals
    Refused("nobody proposes for a provider for whom they do not speak", offering.provider,
            lambda it: offering.drafted(by=cast.bob(), of=it), NotForYou, "do not speak"),
    Refused("whoever speaks for a provider no longer proposes nothing",
            lambda: offering.end_contact(offering.speaks()),
            lambda it: offering.drafted(by=it), NotForYou, "do not speak"),
    Refused("a proposal holds no title that no column holds", offering.speaks,
            lambda it: offering.drafted(by=it, title="K" * 201),
            Incomplete, "200", frozenset({"title"})),
    Refused("a draft lasts no less than a minute", offering.speaks,
            lambda it: offering.drafted(by=it, minutes=0),
            Incomplete, "more than nothing", frozenset({"minutes"})),
    Refused("a class costs no less than nothing", offering.speaks,
            lambda it: offering.drafted(by=it, price=-1),
            Incomplete, "0 if it is free", frozenset({"price"})),
    Refused("a sent proposal says all of it", lambda: offering.drafted(
                title=" ", kind="", minutes=None, language=""),
            lambda it: proposals.submit(it, by=offering.speaks(), at=cast.AT),
            Incomplete, "title", frozenset({"title", "kind", "minutes", "language"})),
    Refused("what is with an officer is not changed", offering.proposed,
            lambda _: offering.drafted(title="II"), CannotMove, "returned"),
    Refused("one change of a class is open at once",
            lambda: offering.drafted(course=cast.course(), title="II"), _another_key,
            CannotMove, "already"),
    Refused("a proposal to change nothing is not sent",
            lambda: offering.drafted(course=cast.course()),
            lambda it: proposals.submit(it, by=offering.speaks(), at=cast.AT),
            CannotMove, "nothing"),
    Refused("what was withdrawn is not withdrawn again",
            lambda: proposals.withdraw(offering.drafted(), by=offering.speaks(), at=cast.AT),
            lambda it: proposals.withdraw(it, by=offering.speaks(), at=cast.AT), CannotMove),
    Refused("a draft is not approved", lambda: (cast.adopted(), offering.drafted())[1],
            _approve(), CannotMove, "a draft"),
    Refused("a proposal is returned with words", offering.proposed,
            lambda it: proposals.return_(it, words=" ", by=cast.olga(), at=cast.AT),
            Incomplete, "provider reads", frozenset({"words"})),
    Refused("nobody approves a class of a provider for whom they speak", _hers(_waits),
            _approve(), NotForYou, "yourself"),
    Refused("nobody approves what they proposed, though they speak for nobody any more",
            _by_olga, _approve(), NotForYou, "proposed"),
    Refused("a new class has a code of its own",
            lambda: (cast.course(code="mob-1"), _waits())[1], _approve(),
            Incomplete, "MOB-1", frozenset({"code"})),
    Refused("a new class has a code", _waits, _approve(code=" "),
            Incomplete, "printed", frozenset({"code"})),
    Refused("credit is whole steps", _waits, _approve(credit=_UNEVEN),
            Incomplete, "steps", frozenset({"credit"})),
    Refused("credit is said where the policy does not set what minutes give",
            lambda: (cast.adopted(overlay=False), offering.proposed())[1], _approve(),
            Incomplete, "say the credit", frozenset({"credit"})),
    Refused("an approval does not end before it begins", _waits,
            _approve(approved_through=date(2025, 12, 31)),
            Incomplete, "not before", frozenset({"approved_through"})),
    # --- providers
    Refused("a provider is approved once on a day", cast.dana,
            lambda it: providers.approve_provider(
                it, begins_on=cast.ON, ends_on=None, by=cast.olga(), at=cast.AT),
            Incomplete, "1 January 2020", frozenset({"begins_on"})),
    Refused("a provider is not approved backwards", lambda: cast.dana(approvals=()),
            lambda it: providers.approve_provider(
                it, begins_on=cast.ON, ends_on=YESTERDAY, by=cast.olga(), at=cast.AT),
            Incomplete, "not before", frozenset({"ends_on"})),
    Refused("an approval of a provider does not end yesterday", cast.dana,
            lambda it: providers.end_approval(
                it.approvals.get(), ends_on=YESTERDAY, by=cast.olga(), on=cast.ON, at=cast.AT),
            Incomplete, "24 November 2026", frozenset({"ends_on"})),
    Refused("a contact has an address", offering.provider,
            lambda it: offering.speaks("dana", of=it), Incomplete, "no e-mail address",
            frozenset({"email"})),
    Refused("a new contact has a name", offering.provider,
            lambda it: offering.speaks(of=it, name=" "), Incomplete, "name of the person",
            frozenset({"name"})),
    Refused("a provider has a name of its own", cast.dana,
            lambda _: cast.dana(slug="again"), Incomplete, "already", frozenset({"name"})),
    # --- reports of completions
    Refused("nobody reports for a provider for whom they do not speak",
            lambda: (cast.alice(), cast.course(), cast.bob()), _report(),
            NotForYou, "do not speak"),
    Refused("nobody reports their own completion", _alice_speaks, _report(), NotForYou, "own case"),
    Refused("a completion is not reported before its day", _completed(),
            _report(on=TOMORROW), Incomplete, "not come yet", DAY),
    Refused("a class is reported from its first day on", _completed(approved_from=cast.ON),
            _report(on=YESTERDAY), Incomplete, "not approved on 23 November 2026", DAY),
    Refused("a class is reported up to its last day", _completed(approved_through=YESTERDAY),
            _report(on=cast.ON), Incomplete, "not approved on 24 November 2026", DAY),
    Refused("a provider reports up to its own last day", _ended_provider,
            _report(on=cast.ON), Incomplete, "Dana's Gym was not approved", DAY),
    Refused("nobody is in a class longer than it is", _completed(minutes=60),
            _report(minutes=61), Incomplete, "60 minutes", frozenset({"minutes"})),
    Refused("a report needs a class of which somebody said what it gives", _unset, _report(),
            Incomplete, "set its credit", frozenset({"minutes"})),
    Refused("a part of a class gives what the minutes give, if the policy says so",
            lambda: (_unset()[0], cast.course(credit=_ONE), offering.speaks()),
            _report(minutes=599), Incomplete, "set its credit", frozenset({"minutes"})),
    Refused("a held report is settled with words", _held,
            lambda it: _settle(it, because=" "), Incomplete, "provider reads",
            frozenset({"because"})),
    Refused("what was granted is not settled", _granted, _settle, CannotMove),
    Refused("nobody settles a report of their own", _held,
            lambda it: _settle(it, by=it.activity.certificant.user), NotForYou, "own case"),
)  # fmt: skip
