"""The product's settings, for tests: SQLite in a file, or the PostgreSQL of tests/postgresql.py.

RECERT_TEST_DATABASE=postgresql chooses the second; `./run test` runs both.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "TESTS_FOLDER" not in os.environ:  # else this is a parallel worker, and the first one clears up
    os.environ["TESTS_FOLDER"] = tempfile.mkdtemp(prefix="recert-test-")
    atexit.register(shutil.rmtree, os.environ["TESTS_FOLDER"], ignore_errors=True)
_worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
os.environ["RECERT_VAR"] = str(Path(os.environ["TESTS_FOLDER"]) / _worker)
Path(os.environ["RECERT_VAR"]).mkdir(exist_ok=True)
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
from recert.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory, the threads of a live server would share one connection, and its transactions.
    DATABASES["default"]["TEST"] = {"NAME": Path(os.environ["RECERT_VAR"]) / "tests.sqlite3"}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = {"version": 1, "disable_existing_loggers": False}
