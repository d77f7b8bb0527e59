"""Lives that an act of the body changed."""

from datetime import timedelta

from recert.actions import acts
from recert.demonstration.life import Life
from recert.records.certification import Act


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
