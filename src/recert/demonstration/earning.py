"""Lives that earn, renew, or stop: from just certified to long expired."""

from datetime import timedelta

from recert.demonstration.life import Life

FULL = 1200  # contact minutes: 2.0 CECs under the demonstration's settings


def just_certified(_life: Life) -> None:
    """Certified a few days ago; nothing has happened yet."""


def on_pace(life: Life) -> None:
    """Earned as much as the time that is gone asks for."""
    begun = (life.world.today - life.cycle.begins_on).days
    whole = (life.cycle.ends_on - life.cycle.begins_on).days
    life.earn(max(60, FULL * begun // whole), until=life.world.today - timedelta(days=14))


def behind_pace(life: Life) -> None:
    """Earned far less than the time that is gone asks for."""
    life.earn(life.throw.choice((60, 120, 240)), until=life.cycle.begins_on + timedelta(days=160))


def ready(life: Life) -> None:
    """Has every credit, long before the last day, and has not filed."""
    life.earn(FULL, until=life.world.today - timedelta(days=45))


def renewed_early(life: Life) -> None:
    """Filed early and is renewed: the days of the old cycle are kept."""
    life.earn(FULL, until=life.world.today - timedelta(days=95))
    life.renew(filed_on=life.world.today - timedelta(days=40))


def last_day_today(life: Life) -> None:
    """Has every credit; today is the last day to file."""
    life.earn(FULL, until=life.world.today - timedelta(days=45))


def one_day_late(life: Life) -> None:
    """Has every credit, and the last day was yesterday."""
    life.earn(FULL, until=life.world.today - timedelta(days=45))


def long_expired(life: Life) -> None:
    """Stopped long ago."""
    life.earn(240, until=life.cycle.ends_on - timedelta(days=200))


def renewed_once(life: Life) -> None:
    """Lived a whole cycle, was renewed, and is on pace in the next one."""
    life.earn(FULL, until=life.cycle.ends_on - timedelta(days=90))
    life.renew(filed_on=life.cycle.ends_on - timedelta(days=life.throw.randint(25, 40)))
    life.taken.clear()
    life.go_to(life.cycle.begins_on)
    on_pace(life)
