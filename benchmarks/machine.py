"""What a measurement was made on."""

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path


def machine() -> dict[str, str]:
    """Return the machine, its load, and the versions that matter."""
    cpu = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": f"{os.cpu_count()} × {cpu[0] if cpu else platform.machine()}",
        "load before": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "python": sys.version.split()[0],
        **{name: version(name) for name in ("django", "granian", "typst")},
    }
