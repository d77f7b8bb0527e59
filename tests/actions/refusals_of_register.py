"""What is refused of the register, the queue and the body."""

from datetime import date

from recert.actions import (
    catalogue,
    installation,
)
from recert.actions.refusals import (
    CannotMove,
    HeldByAnother,
    Incomplete,
    NotForYou,
)
from recert.policy.loading import PolicyError
from recert.records.education import Course
from tests import examining
from tests import people as cast
from tests.actions.refused import (
    Refused,
    act_on,
    adopt,
    end,
    end_role,
    enrol,
    filed,
    rename,
    rise,
    second_login,
    taken,
)

REFUSED = (
    # --- accounts
    Refused("a role ends once", lambda: end_role(cast.bob().roles.get()), end_role, CannotMove,
            "ended already"),
    # --- the catalogue, editions, the day
    Refused("a class has a title", cast.dana,
            lambda dana: catalogue.enter_course(
                Course(provider=dana, code="D", title=" ", kind="in_person", minutes=1,
                       approved_from=cast.ON), by=None, at=cast.AT),
            Incomplete, "", frozenset({"title"})),
    Refused("a text that cannot be read is not adopted", lambda: None,
            lambda _: adopt("title = 1\n"), PolicyError),
    Refused("a policy is not adopted for another program", lambda: None,
            lambda _: adopt(program="action-gx"), CannotMove, "check the folder"),
    Refused("what is adopted is never changed", cast.adopted,
            lambda _: adopt(), CannotMove, "adopted with another text"),
    Refused("one text is one edition", adopt,
            lambda it: adopt(it.text, source="action-cpt/2021-01-01.toml"), CannotMove,
            "adopted already"),
    Refused("the day never goes back", lambda: None,
            lambda _: installation.move_day(days=0, by=None, at=cast.AT), Incomplete,
            "forwards only", frozenset({"to"})),
    Refused("the day goes ten years ahead at most", lambda: None,
            lambda _: installation.move_day(days=3651, by=None, at=cast.AT), Incomplete,
            "Ten years", frozenset({"to"})),
    # --- the queue
    Refused("nobody takes their own activity",
            lambda: (it := cast.sent(cast.alice())) and (it, it.certificant.user),
            lambda given: taken(given[0], by=given[1]), NotForYou, "own case"),
    Refused("nobody takes their own application under a second login",
            lambda: (it := filed()) and (it, second_login(it.cycle)),
            lambda given: taken(given[0], by=given[1]), NotForYou, "own case"),
    Refused("what somebody holds is not taken", lambda: taken(filed(), by=cast.beth()),
            lambda it: taken(it, by=cast.bob()), HeldByAnother, "Beth Reviewer"),
    Refused("a draft is not taken", lambda: cast.drafted(cast.alice()),
            lambda it: taken(it, by=cast.bob()), CannotMove, "nobody waits"),
    # --- the register
    Refused("a person has a name", lambda: None, lambda _: enrol(" ", "Ångström"), Incomplete, "",
            frozenset({"name"})),
    Refused("a person has a family name", lambda: None, lambda _: enrol("Alice", "–"), Incomplete,
            "", frozenset({"name"})),
    Refused("a new name is not empty", cast.alice, lambda it: rename(it, name=""), Incomplete, "",
            frozenset({"name"})),
    Refused("a new family name is not empty", cast.alice, lambda it: rename(it, family_name=" "),
            Incomplete, "", frozenset({"name"})),
    Refused("only a passed exam raises the level",
            lambda: (it := cast.alice()) and (it, examining.result_alone(it, outcome="fail")),
            lambda given: rise(*given), CannotMove, "passed inside the cycle"),
    Refused("only an exam inside the cycle raises its level",
            lambda: (it := cast.alice())
            and (it, examining.result_alone(it, taken_on=date(2026, 12, 16))),
            lambda given: rise(*given), CannotMove, "passed inside the cycle"),
    Refused("an act has its reason", cast.alice, lambda it: act_on(it, reason=""), Incomplete, "",
            frozenset({"reason"})),
    Refused("the end of an act has its reason", lambda: act_on(cast.alice()),
            lambda it: end(it, reason=""), Incomplete, "", frozenset({"reason"})),
    Refused("an act does not end before it begins", lambda: act_on(cast.alice()),
            lambda it: end(it, ends_on=date(2026, 11, 23)), CannotMove, "before it begins"),
    Refused("an act ends once", lambda: end(act_on(cast.alice())).act, end, CannotMove,
            "ended already"),
)  # fmt: skip
