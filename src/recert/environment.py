"""Reads settings from the environment, and says what is wrong with one that cannot be read.

Every name read here is explained in docs/reference/settings.md; a test holds the two together.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "yes", "true", "on"}
NO = {"0", "no", "false", "off", ""}
WAL = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;"


def text(name: str, *, default: str = "") -> str:
    """The variable's value, without surrounding blanks."""
    return os.environ.get(name, default).strip()


def truth(name: str, *, default: bool) -> bool:
    """The variable as yes or no. Raises ImproperlyConfigured for any other word."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 for yes or 0 for no.")
    return word in YES


def number(name: str, *, default: int) -> int:
    """The variable as a whole number. Raises ImproperlyConfigured if it is none."""
    value = os.environ.get(name, str(default)).strip()
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number, such as {default}.")
    return int(value)


def words(name: str, *, default: str = "") -> list[str]:
    """The variable as a list, split at commas."""
    return [word.strip() for word in text(name, default=default).split(",") if word.strip()]


def folder(name: str, *, default: Path) -> Path:
    """The variable as an absolute path; it need not exist yet."""
    return Path(text(name, default=str(default))).expanduser().resolve()


def secret(name: str) -> str:
    """A secret from the variable, or from the file that the variable with _FILE names.

    Returns "" if neither is set. Raises ImproperlyConfigured if the file cannot be read.
    """
    named = text(f"{name}_FILE")
    if text(name) or not named:
        return text(name)
    try:
        return Path(named).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {named}, which cannot be read ({error.strerror}); "
            "name a file that holds the secret and that this user may read."
        ) from error


def database(name: str, *, default: Path) -> dict[str, Any]:
    """Django's database entry for an address such as postgresql://user:secret@host/name.

    Without the variable, SQLite in the file `default`. Raises ImproperlyConfigured for another
    kind of database.

    >>> database("NO_SUCH_SETTING", default=Path("/tmp/x.sqlite3"))["ENGINE"]
    'django.db.backends.sqlite3'
    """
    address = secret(name)
    if not address:
        return sqlite(default)
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgresql", "postgres"}:
        return postgresql(address)
    raise ImproperlyConfigured(
        f"{name} begins with {parts.scheme or 'no scheme'}; write sqlite:///path/of/file "
        "or postgresql://user:secret@host:port/name."
    )


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite, so that writers queue instead of failing and an acknowledged change survives.

    IMMEDIATE takes the write lock when a transaction begins: a reader that turns writer would
    otherwise be refused at once. WAL lets readers go on meanwhile. FULL waits for the disk, since
    what we have confirmed must outlive a power cut.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": WAL},
    }


def postgresql(address: str) -> dict[str, Any]:
    """PostgreSQL. A statement that waits longer than these limits is refused, not left hanging."""
    parts = urlsplit(address)
    options: dict[str, Any] = {
        "options": "-c lock_timeout=10s -c statement_timeout=30s "
        "-c idle_in_transaction_session_timeout=60s"
    }
    options |= dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
