"""What can happen in the register, the catalogue and the body's own house."""

from datetime import date

from recert.actions import (
    accounts,
    acts,
    catalogue,
    editions,
    installation,
    register,
)
from recert.policy.cycles import Span
from recert.records.education import Course
from tests import examining
from tests import people as cast
from tests.actions.happening import THEN, Happening, _suspended

HAPPENINGS = (
    Happening(
        accounts.open_account,
        lambda: None,
        lambda _: accounts.open_account(email="eve@recert.example", name="Eve", at=THEN),
        ("account.opened",),
        writes={"user": 1},
        again=True,
        on=None,
    ),
    Happening(
        accounts.grant_role,
        lambda: (cast.user("Eve"), cast.olga()),
        lambda given: accounts.grant_role(given[0], name="reviewer", by=given[1], at=THEN),
        ("role.granted",),
        writes={"role": 1, "user": 1},  # sessions that began without it end
        again=True,
        by="Olga",
        on=None,
    ),
    Happening(
        accounts.end_role,
        lambda: (cast.bob().roles.get(), cast.olga()),
        lambda given: accounts.end_role(given[0], by=given[1], at=THEN),
        ("role.ended",),
        writes={"role": 1},
        by="Olga",
        on=None,
    ),
    Happening(
        accounts.change_address,
        lambda: cast.who(cast.alice()).user,
        lambda it: accounts.change_address(it, email="new@recert.example", at=THEN),
        ("user.address_changed",),
        writes={"user": 1, "certificant": 1},
        by="Alice",
        on=None,
    ),
    Happening(
        accounts.note_sign_in,
        cast.bob,
        lambda bob: accounts.note_sign_in(bob, how="passkey", at=THEN),
        ("user.signed_in",),
        by="Bob",
        on=None,
    ),
    Happening(
        catalogue.enter_provider,
        cast.olga,
        lambda olga: catalogue.enter_provider(
            slug="dana", name="Dana", kind="partner", website="",
            approvals=[(date(2020, 1, 1), None)], by=olga, at=THEN,
        ),
        ("provider.entered",),
        writes={"provider": 1, "providerapproval": 1},
        by="Olga",
        on=None,
    ),
    Happening(
        catalogue.enter_course,
        lambda: (cast.dana(), cast.olga()),
        lambda given: catalogue.enter_course(
            Course(
                provider=given[0], code="D1", title="Kettlebells", kind="in_person",
                minutes=60, approved_from=date(2020, 1, 1),
            ),
            by=given[1],
            at=THEN,
        ),
        ("course.entered",),
        writes={"course": 1, "courseversion": 1},
        by="Olga",
        on=None,
    ),
    Happening(
        editions.adopt,
        cast.olga,
        lambda olga: editions.adopt(
            cast.PROGRAM, text=cast.EDITION.read_text(), source="action-cpt/2020-01-01.toml",
            by=olga, at=THEN,
        ),
        ("edition.adopted",),
        work=("guide", "application_form"),
        writes={"edition": 1, "program": 1, "installation": 1},
        again=True,
        by="Olga",
        on=None,
    ),
    Happening(
        installation.move_day,
        cast.bob,
        lambda bob: installation.move_day(days=3, by=bob, at=THEN),
        ("day.moved",),
        writes={"installation": 1},
        by="Bob",
        on=None,
    ),
    Happening(
        register.enrol,
        cast.olga,
        lambda olga: register.enrol(
            name="Alice Ångström", family_name="Ångström", email="a@recert.example",
            language="sv", birth_date=None, listed=True, user=None, by=olga, at=THEN,
        ),
        ("certificant.enrolled",),
        writes={"certificant": 1},
        by="Olga",
    ),
    Happening(
        register.rename,
        lambda: cast.who(cast.alice()),
        lambda it: register.rename(
            it, name="Alice Öberg", family_name="Öberg", by=cast.olga(), on=cast.ON, at=THEN
        ),
        ("certificant.renamed",),
        writes={"certificant": 1, "formername": 1},
        by="Olga",
        on="Alice Öberg",
    ),
    Happening(
        register.certify,
        lambda: (cast.enrolled("Alice Ångström"), cast.adopted().program),
        lambda given: register.certify(
            given[0], program=given[1], number="AC-1", code="c", level="certificate",
            exam_form="online", certified_on=cast.ON, cycle=Span(cast.ON, date(2028, 11, 24)),
            by=None, at=THEN,
        ),
        ("credential.certified",),
        writes={"credential": 1, "cycle": 1},
    ),
    Happening(
        register.raise_level,
        lambda: (cycle := cast.alice(level="certificate"))
        and (cycle, examining.result_alone(cycle)),
        lambda given: register.raise_level(
            given[0], result=given[1], level="certification", by=None, at=THEN
        ),
        ("credential.level_rose",),
        (),
        ("certificate",),
        writes={"levelchange": 1},
    ),
    Happening(
        register.raise_level,
        lambda: (cycle := cast.alice(level="certificate"))
        and cast.filed(cycle) and (cycle, examining.result_alone(cycle)),
        lambda given: register.raise_level(
            given[0], result=given[1], level="certification", by=None, at=THEN
        ),
        ("credential.level_rose", "application.withdrawn"),
        ("application_withdrawn",),
        ("certificate",),
        writes={"levelchange": 1, "application": 1},
        title="an open application ends",
    ),
    Happening(
        register.raise_level,
        lambda: (cycle := cast.alice(level="certificate"))
        and cast.renewed(cycle) and (cycle, examining.result_alone(cycle)),
        lambda given: register.raise_level(
            given[0], result=given[1], level="certification", by=None, at=THEN
        ),
        ("credential.level_rose",),
        (),
        ("certificate", "certificate"),
        writes={"levelchange": 1, "cycle": 1},
        title="a cycle that was begun early takes the level",
    ),
    Happening(
        register.record_companion,
        lambda: cast.who(cast.alice()),
        lambda it: register.record_companion(
            it, kind="cpr_aed", issued_on=cast.ON, expires_on=None, hands_on=True,
            evidence=None, by=it.user, at=THEN,
        ),
        ("companion.recorded",),
        writes={"companion": 1},
        by="Alice",
    ),
    Happening(
        acts.act_upon,
        lambda: cast.alice().credential,
        lambda it: acts.act_upon(
            it, kind="revoked", begins_on=cast.ON, reason="Fraud.", by=cast.olga(), at=THEN
        ),
        ("credential.acted_upon",),
        writes={"act": 1},
        by="Olga",
    ),
    Happening(
        acts.end_act,
        _suspended,
        lambda it: acts.end_act(
            it, ends_on=cast.ON, reason="It was unfounded.", by=cast.olga(), at=THEN
        ),
        ("credential.act_ended",),
        writes={"actend": 1},
        by="Olga",
    ),
)  # fmt: skip
