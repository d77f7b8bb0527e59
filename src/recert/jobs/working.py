"""The worker: runs each job of the table when it is time, until it is told to stop."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection

from recert import clock
from recert.actions.installation import note_worker
from recert.jobs.table import JOBS, Job

log = logging.getLogger(__name__)
TICK = 0.5  # seconds between two looks at the table
HEARTBEAT = timedelta(seconds=10)
AFTER_A_FAILURE = timedelta(minutes=1)


def run_once() -> dict[str, int]:
    """Run every job once, now; how much each did. Raises what a job raises, after the others."""
    at = clock.now()
    done, failed = {}, []
    for job in JOBS:
        try:
            done[job.name] = job.run(at)
        except Exception as error:  # noqa: BLE001  # the other jobs go on
            failed.append(error)
    note_worker(at=clock.real_now())
    if failed:
        raise ExceptionGroup("jobs failed", failed)
    return done


class Worker:
    """Runs jobs until it is stopped; finishes the one at hand first."""

    def __init__(self, *, alone: Callable[[], bool] = lambda: False) -> None:
        """Start with every job due.

        :param alone: says whether whoever started this worker is gone, so that it stops too
        """
        self._stop = threading.Event()
        self._alone = alone
        self._next: dict[str, datetime] = {}
        self._seen_at: datetime | None = None

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Stop after the job at hand."""
        self._stop.set()

    def work(self) -> None:
        """Run until stopped."""
        while not self._stop.is_set() and not self._alone():
            close_old_connections()
            self.look()
            self._stop.wait(TICK)
        connection.close()

    def look(self) -> None:
        """Run what is due now, and say that the worker is there."""
        at = clock.real_now()
        for job in JOBS:
            if self._stop.is_set():
                return
            if self._next.get(job.name, at) <= at:
                self._next[job.name] = at + self._run(job)
        if self._seen_at is None or at - self._seen_at >= HEARTBEAT:
            self._be_seen(at)

    def _be_seen(self, at: datetime) -> None:
        """Say that the worker is there; a database that is away for a while does not end it."""
        self._seen_at = at
        try:
            note_worker(at=at)
        except DatabaseError:
            log.exception("the worker could not say that it runs; tried again in a while")

    def _run(self, job: Job) -> timedelta:
        """Run a job; return how long it rests."""
        try:
            done = job.run(clock.now())
        except Exception:
            log.exception("job %s failed; tried again in a minute", job.name)
            return AFTER_A_FAILURE
        if done:
            log.info("job %s: %d done", job.name, done)
        return job.every


def work_until_told(*, with_parent: bool) -> None:
    """Work until SIGTERM or SIGINT.

    :param with_parent: stop too when the process that started this one is gone
    """
    parent = os.getppid()
    worker = Worker(alone=(lambda: os.getppid() != parent) if with_parent else lambda: False)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.work()
