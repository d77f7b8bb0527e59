"""Lives that an exam or an act of the body changed."""

from datetime import timedelta

from recert.actions import acts, register
from recert.demonstration.life import Life
from recert.records.certification import Act


def upgraded(life: Life) -> None:
    """Held a certificate, and passed the accredited exam in a testing center."""
    life.earn(180, until=life.cycle.begins_on + timedelta(days=200))
    _sit(life, days_ago=70, outcome="pass")


def failed_exam(life: Life) -> None:
    """Did not pass the exam, and waits until it may be taken again."""
    _sit(life, days_ago=20, outcome="fail")


def _sit(life: Life, *, days_ago: int, outcome: str) -> None:
    taken_on = life.world.today - timedelta(days=days_ago)
    issued_on = taken_on - timedelta(days=150)
    life.at_days_ago(days_ago)
    register.record_companion(
        life.certificant,
        kind="cpr_aed",
        issued_on=issued_on,
        expires_on=issued_on + timedelta(days=730),
        hands_on=True,
        evidence=None,
        by=life.reviewer,
        at=life.at,
    )
    life.wait(1)
    result = register.record_exam_result(
        life.cycle.credential,
        form="accredited",
        taken_on=taken_on,
        outcome=outcome,
        vendor="demonstration testing centers",
        reference=f"DT-{life.cycle.pk:06d}",
        by=life.world.staff.officers[0],
        at=life.at,
    )
    if outcome == "pass":
        level = "certification"
        register.raise_level(
            life.cycle, result=result, level=level, by=life.world.staff.officers[0], at=life.at
        )


def _acted_upon(life: Life, *, kind: str, days_ago: int, reason: str) -> None:
    life.earn(360, until=life.cycle.begins_on + timedelta(days=200))
    life.at_days_ago(days_ago)
    officer = life.world.staff.officers[0]
    acts.act_upon(
        life.cycle.credential, kind=kind, begins_on=life.on, reason=reason, by=officer, at=life.at
    )


def suspended(life: Life) -> None:
    """Suspended while a complaint is looked into."""
    reason = "A complaint about conduct is looked into; decided on within 60 days."
    _acted_upon(life, kind=Act.SUSPENDED, days_ago=25, reason=reason)


def revoked(life: Life) -> None:
    """Revoked by the body."""
    reason = "Evidence of three activities was forged, as the provider confirmed."
    _acted_upon(life, kind=Act.REVOKED, days_ago=110, reason=reason)
