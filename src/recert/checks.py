"""System checks that say what to do. Those tagged `deploy` guard a real installation.

`manage.py check --deploy` runs them; `recert doctor` shows the same messages.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host

from recert.outside import children

Messages = list[checks.CheckMessage]
SHORTEST_SECRET = 50  # characters; Django's own measure


def _error(number: int, *, what: str, hint: str) -> checks.Error:
    return checks.Error(what, hint=hint, id=f"recert.E{number:03}")


@checks.register(deploy=True)
def body_and_policies_are_there(**_: object) -> Messages:
    """The body's file and at least one policy can be found."""
    found: Messages = []
    body = Path(settings.RECERT_BODY) / "body.toml"
    if not body.is_file():
        found.append(
            _error(
                1,
                what=f"There is no {body}.",
                hint="Set RECERT_BODY to the folder that holds the body's body.toml.",
            )
        )
    if not any(Path(settings.RECERT_POLICIES).glob("*/*.toml")):
        found.append(
            _error(
                2,
                what=f"There is no policy below {settings.RECERT_POLICIES}.",
                hint="Set RECERT_POLICIES to the folder with one folder for each program.",
            )
        )
    return found


@checks.register(deploy=True)
def no_demonstration(**_: object) -> Messages:
    """Nobody can step into another's shoes or move the day."""
    if not settings.RECERT_DEMONSTRATION:
        return []
    return [
        _error(
            10,
            what="The demonstration is on: anybody can sign in as anybody, and move the day.",
            hint="Unset RECERT_DEMONSTRATION.",
        )
    ]


@checks.register(deploy=True)
def the_secret_is_a_secret(**_: object) -> Messages:
    """The signing secret was given, and is long."""
    if not settings.SECRET_KEY_IS_SET:
        what = "No secret key is set, so every process makes its own and sessions end with it."
    elif len(settings.SECRET_KEY) < SHORTEST_SECRET:
        what = f"The secret key is shorter than {SHORTEST_SECRET} characters."
    else:
        return []
    hint = "Put 50 or more random characters into a file and name it in RECERT_SECRET_KEY_FILE."
    return [_error(11, what=what, hint=hint)]


@checks.register(deploy=True)
def pages_show_no_insides(**_: object) -> Messages:
    """A fault shows a plain page, not the program's memory."""
    if not settings.DEBUG:
        return []
    return [_error(12, what="Faults show the program's insides.", hint="Unset RECERT_DEBUG.")]


@checks.register(deploy=True)
def connections_are_encrypted(**_: object) -> Messages:
    """Cookies travel only over HTTPS."""
    if settings.HTTPS:
        return []
    return [_error(13, what="HTTPS is switched off.", hint="Unset RECERT_HTTPS or set it to 1.")]


@checks.register(deploy=True)
def hosts_are_named(**_: object) -> Messages:
    """The site knows its own names, so that no request can invent one."""
    hosts = set(settings.ALLOWED_HOSTS)
    if hosts and "*" not in hosts and hosts != {"localhost"}:
        return []
    return [
        _error(
            14,
            what=f"The hosts are {', '.join(sorted(hosts)) or 'not set'}.",
            hint="Set RECERT_HOSTS to the names under which people reach the site.",
        )
    ]


@checks.register(deploy=True)
def sqlite_waits_and_writes_through(**_: object) -> Messages:
    """SQLite, where used, queues its writers and keeps what it confirmed."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    pragmas = str(options.get("init_command", "")).lower()
    missing = [
        name
        for name, kept in (
            ("transaction_mode IMMEDIATE", options.get("transaction_mode") == "IMMEDIATE"),
            ("journal_mode=WAL", "journal_mode=wal" in pragmas),
            ("synchronous=FULL", "synchronous=full" in pragmas),
        )
        if not kept
    ]
    if not missing:
        return []
    what = f"SQLite runs without {' and '.join(missing)}."
    return [_error(15, what=what, hint="Build the database entry with environment.sqlite().")]


@checks.register(deploy=True)
def mail_leaves_the_house(**_: object) -> Messages:
    """Codes and notices reach people."""
    if settings.EMAIL_HOST:
        return []
    what = f"No mail host is set; mail stays in {settings.EMAIL_FILE_PATH} and nobody can sign in."
    return [_error(16, what=what, hint="Set RECERT_EMAIL_HOST and RECERT_EMAIL_FROM.")]


@checks.register(deploy=True)
def files_are_read_alone(**_: object) -> Messages:
    """What reads a member's file reaches neither the network nor another file."""
    found = children.confinement()
    if found is None:
        what = "The process that reads members' files did not answer."
    elif could := [name for name in found.__slots__ if getattr(found, name)]:
        what = f"The process that reads members' files could still do this: {', '.join(could)}."
    else:
        return []
    hint = "Allow unprivileged user namespaces, and run on a kernel with Landlock (5.13)."
    return [checks.Info(what, hint=hint, id="recert.I019")]


@checks.register(deploy=True)
def links_lead_here(**_: object) -> Messages:
    """The links in mail and the codes on documents lead to this site, encrypted."""
    address = settings.RECERT_ADDRESS
    name = urlsplit(address).hostname or ""
    if address.startswith("https://") and validate_host(name, settings.ALLOWED_HOSTS):
        return []
    what = f"Links in mail and codes on documents begin with {address}."
    hint = "Set RECERT_ADDRESS to https:// and one of RECERT_HOSTS."
    return [_error(18, what=what, hint=hint)]


@checks.register(deploy=True)
def static_files_are_collected(**_: object) -> Messages:
    """The pages' styles and scripts lie where they are served from."""
    folder = settings.STATIC_ROOT
    if folder and (Path(folder) / "staticfiles.json").is_file():
        return []
    what = f"The pages' own files are not collected in {folder or 'any folder'}."
    return [_error(17, what=what, hint="Run: ./manage.py collectstatic --no-input")]
