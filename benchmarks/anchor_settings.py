"""The product's own settings, with the two bare views of `anchor_urls` beside its pages.

With BENCH_FORGETS nothing is remembered from one request to the next, as after a change.
"""

import os
from pathlib import Path

from recert.settings import *  # noqa: F403
from recert.settings import CACHES, TEMPLATES

ROOT_URLCONF = "anchor_urls"
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "anchor_templates")
if os.environ.get("BENCH_FORGETS"):
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
