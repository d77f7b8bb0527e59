"""What may be read of one file, and what the child that reads it may use.

How much may be sent in is the body's own setting, in `body.toml`; these guard the machine.
"""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """The most pages of a PDF, and the most pixels (width times height) of a picture."""

    pages: int = 50
    pixels: int = 40_000_000


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one parsing child may use, and how large its answer may be."""

    memory_bytes: int = 512 * MEGABYTE
    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    answer_bytes: int = 16 * MEGABYTE


READ = ReadLimits()
CHILD = ChildLimits()
