"""Where a certificant's case stands, as it goes along with a request and is kept with it."""

from datetime import date

from recert.policy.units import NotSet, Unit
from recert.portals import wording
from recert.portals.access import own_cycles_with_papers
from recert.portals.trainer.where import Where, held_cycles, where
from recert.records.people import Certificant


def state_of(certificant: Certificant, *, on: date) -> dict[str, object]:
    """Return where each credential stands on a day: JSON-ready, figures as they are read."""
    cycles = own_cycles_with_papers(certificant)
    if not cycles:
        return {}
    held = [where(each, on=on) for each in held_cycles(cycles, on=on)]
    return {"on": on.isoformat(), "credentials": [_credential(stands) for stands in held]}


def _credential(stands: Where) -> dict[str, object]:
    unit, decision = stands.unit, stands.decision
    return {
        "program": stands.cycle.credential.program.title,
        "number": stands.cycle.credential.number,
        "standing": str(stands.shown.standing),
        "level": stands.shown.level,
        "first_on": stands.cycle.begins_on.isoformat(),
        "last_on": stands.cycle.ends_on.isoformat(),
        "days_left": (stands.cycle.ends_on - stands.on).days,
        "counted": _number(decision.counted, unit=unit),
        "waiting": _number(decision.pending, unit=unit),
        "required": wording.credit(stands.credits.required, unit),
        "application": getattr(stands.cycle, "application_status", None) or "",
        "edition": stands.policy.edition.isoformat(),
        "digest": stands.policy.digest,
    }


def _number(steps: int | NotSet, *, unit: Unit) -> str:
    return unit.number(steps) if wording.is_set(steps) else str(steps)


def as_read(state: dict[str, object]) -> dict[str, object]:
    """Return a state that was kept, with its days as days."""
    credentials = state.get("credentials")
    if not isinstance(credentials, list):
        return {}
    return {"on": _day(state["on"]), "credentials": [_as_read(each) for each in credentials]}


def _as_read(kept: dict[str, object]) -> dict[str, object]:
    days = {name: _day(kept[name]) for name in ("first_on", "last_on", "edition")}
    return {**kept, **days}


def _day(kept: object) -> date:
    return date.fromisoformat(str(kept))
