"""Writes each log record as one line of JSON, so that no value can forge a second line."""

import json
import logging
from datetime import UTC, datetime


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
            "message": record.getMessage(),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)
