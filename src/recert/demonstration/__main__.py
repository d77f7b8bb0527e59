"""Makes the demonstration in the database of the settings: python -m recert.demonstration PEOPLE.

A process of its own, so that whoever started it can end it at any moment; what it leaves then is
thrown away, because only a finished one is moved to its place.
"""

import os
import signal
import sys
from pathlib import Path


def main(people: int) -> None:
    """Migrate an empty database and make the people."""
    import django  # noqa: PLC0415  # only a process that makes one needs it

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever started it says what Ctrl-C means
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recert.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from recert.demonstration.making import make  # noqa: PLC0415

    Path(settings.RECERT_VAR).mkdir(parents=True, exist_ok=True, mode=0o700)
    say("Making the database ...")
    call_command("migrate", verbosity=0)
    make(people, say=told)
    sys.stdout.write("\n")


def told(done: int, whole: int) -> None:
    """Say how far it is: on a terminal each time, elsewhere now and then."""
    tenth = max(1, whole // 10)
    if sys.stdout.isatty() or done == whole or done % tenth == 0:
        say(f"Making the people of the demonstration: {done} of {whole}")


def say(line: str) -> None:
    """Write a line over the last one."""
    end = "" if sys.stdout.isatty() else "\n"
    start = "\r\x1b[K" if sys.stdout.isatty() else ""
    sys.stdout.write(f"{start}{line}{end}")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
