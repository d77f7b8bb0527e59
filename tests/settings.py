"""The product's settings, for tests: SQLite in memory, or the PostgreSQL of tests/postgresql.py.

RECERT_TEST_DATABASE=postgresql chooses the second; `./run test` runs both.
"""

import os
import tempfile
from pathlib import Path

_var = Path(tempfile.mkdtemp(prefix="recert-test-"))
os.environ["RECERT_VAR"] = str(_var)
os.environ["RECERT_SECRET_KEY"] = "a secret of the tests, which guards nothing at all, and is long"
os.environ["RECERT_DEMONSTRATION"] = "1"
os.environ["RECERT_HOSTS"] = "localhost,testserver"
for _name in ("RECERT_EMAIL_HOST", "RECERT_DEBUG", "RECERT_BODY", "RECERT_POLICIES"):
    os.environ.pop(_name, None)

if os.environ.get("RECERT_TEST_DATABASE", "sqlite") == "postgresql":
    from tests.postgresql import start

    os.environ["RECERT_DATABASE_URL"] = start()
else:
    os.environ.pop("RECERT_DATABASE_URL", None)

from recert.settings import *  # noqa: E402, F403  (after the environment is set)

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = {"version": 1, "disable_existing_loggers": False}
