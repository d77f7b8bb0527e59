"""Writes each log record as one line of JSON, so that no value can forge a second line."""

import json
import logging
import re
from datetime import UTC, datetime

# Whoever reads the log must not be able to use a link that signs somebody in, shows a thread, or
# takes files; nor read somebody's calendar, stop their reminders, or learn who asked.
_LINK = re.compile(
    r"(/enrol/|/reminders/|/uploads/|/calendar/|/requests/\d+/by/|/requests/received/)[^/\s?]+"
)


def _without_secrets(message: str) -> str:
    """Leave out of an address what would sign somebody in, or send files in their name.

    >>> _without_secrets("Forbidden: /account/enrol/R9usD84sHqxB2r5x/")
    'Forbidden: /account/enrol/.../'
    >>> _without_secrets("Not Found: /requests/17/by/0123456789abcdef0123/rate/")
    'Not Found: /requests/17/by/.../rate/'
    >>> _without_secrets("Too Many Requests: /requests/received/17:kMd8s/")
    'Too Many Requests: /requests/received/.../'
    """
    return _LINK.sub(r"\1...", message)


class JsonLines(logging.Formatter):
    r"""A record as JSON: when, how grave, who says it, what; and the traceback, if any.

    >>> record = logging.LogRecord("recert", logging.INFO, "", 0, "a\nb", None, None)
    >>> json.loads(JsonLines().format(record))["message"] == "a\nb"
    True
    >>> "\n" in JsonLines().format(record)
    False
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line; the moment in UTC."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _without_secrets(record.getMessage()),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)
