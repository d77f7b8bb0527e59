"""What the readers of the child agree on: how they are asked, and how they refuse."""

from typing import Any, Protocol


class Refused(Exception):  # a refusal is an answer, not an error
    """The file was understood, and is not taken; the text says why, `advice` what to do."""

    def __init__(self, why: str, *, advice: str) -> None:
        super().__init__(why)
        self.advice = advice


class Reader(Protocol):
    """A module that reads one kind of file: `child_pdf` or `child_photograph`."""

    def inspect(self, content: bytes, *, limits: dict[str, int]) -> dict[str, Any]:
        """Say what is in it. Raises Refused."""

    def render(self, content: bytes, *, page: int, limits: dict[str, int]) -> bytes:
        """Draw one page of it as a WebP picture. Raises Refused."""


class TextReader(Reader, Protocol):
    """A reader of a kind of file that holds text."""

    def text(self, content: bytes, *, most: int) -> str:
        """Return the beginning of what it says, as far as it can be read; nothing if it cannot."""
