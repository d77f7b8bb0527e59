"""Days as addresses write them: 2026-11-24."""

from datetime import date


class DayInAddress:
    """A path converter: `<day:edition>` takes a day that exists, and no other text."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the day. Raises ValueError, which is "not found", for one that does not exist."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """Return a day as an address writes it."""
        return value if isinstance(value, str) else value.isoformat()
