"""The reminders of the day of making: into the sink for those whom a visitor can be."""

from recert.actions import notices, reminders
from recert.demonstration.cast import PERSONAS
from recert.demonstration.life import World
from recert.jobs.telling import tell
from recert.records.history import Notice


def remind(world: World) -> None:
    """Owe everybody the reminder that is due today, and tell it.

    Older ones are not made up: each would tell what counted then, and what counts now is known.
    """
    visible = {persona.email for persona in PERSONAS}

    def send(notice: Notice) -> None:
        if notice.to in visible:
            tell(notice, at=world.now)

    reminders.owe_due(world.body.reminders, on=world.today, at=world.now)
    while notices.send_due(send, at=world.now):
        pass
