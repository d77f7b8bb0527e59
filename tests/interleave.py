"""A turnstile for statements: threads take turns at the database in an order that a seed decides.

Before each statement, a thread waits until it is chosen. One that is chosen and then sits in a
lock of the database is noticed by a watchdog, which lets another go on. So one seed is one order,
as long as the statements stay the same, and a race that is found can be run again. PostgreSQL only:
SQLite locks the whole file, which would show nothing about rows.
"""

import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

PATIENCE = 0.03  # seconds for a statement before it counts as waiting for a lock
GIVE_UP = 20.0  # seconds for a whole schedule


class Turnstile:
    """Lets one of several threads go on at a time, chosen by a seed."""

    def __init__(self, *, threads: int, seed: int) -> None:
        self.condition = threading.Condition()
        self.random = random.Random(seed)  # noqa: S311  (an order, not a secret)
        self.waiting: set[int] = set()
        self.running = threads
        self.turn: int | None = None
        self.order: list[int] = []

    def _choose(self) -> None:
        if self.turn is None and self.running == 0 and self.waiting:
            self.turn = self.random.choice(sorted(self.waiting))
        self.condition.notify_all()

    def step(self, me: int) -> None:
        """Wait for a turn."""
        with self.condition:
            self.waiting.add(me)
            self.running -= 1
            self._choose()
            while self.turn != me:
                if not self.condition.wait(GIVE_UP):
                    raise TimeoutError("the turnstile stands still")
            self.turn = None
            self.waiting.discard(me)
            self.running += 1
            self.order.append(me)

    def blocked(self) -> None:
        """The statement that runs sits in a lock: another may go on meanwhile."""
        with self.condition:
            self.running -= 1
            self._choose()

    def unblocked(self) -> None:
        """It came out of the lock."""
        with self.condition:
            self.running += 1

    def done(self) -> None:
        """A thread has ended."""
        with self.condition:
            self.running -= 1
            self._choose()


def _taking_turns(turnstile: Turnstile, me: int) -> Callable[..., Any]:
    """Return a wrapper of statements that waits for its turn, and notices that it is blocked."""

    def execute(run, sql, params, many, context):
        turnstile.step(me)
        state = {"blocked": False, "over": False}
        guard = threading.Lock()

        def notice():
            with guard:
                if not state["over"]:
                    state["blocked"] = True
                    turnstile.blocked()

        watchdog = threading.Timer(PATIENCE, notice)
        watchdog.start()
        try:
            return run(sql, params, many, context)
        finally:
            watchdog.cancel()
            with guard:
                state["over"] = True
            if state["blocked"]:
                turnstile.unblocked()

    return execute


def interleaved(functions: Sequence[Callable[[], object]], *, seed: int) -> list[object]:
    """Run functions in threads whose statements take turns; what each returned or raised."""
    turnstile = Turnstile(threads=len(functions), seed=seed)
    results: list[object] = [None] * len(functions)

    def one(me):
        try:
            with connection.execute_wrapper(_taking_turns(turnstile, me)):
                results[me] = functions[me]()
        except Exception as error:  # noqa: BLE001  (the test looks at it)
            results[me] = error
        finally:
            turnstile.done()
            connections.close_all()

    threads = [threading.Thread(target=one, args=(me,)) for me in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(GIVE_UP)
    assert not any(thread.is_alive() for thread in threads), f"seed {seed}: a worker hangs"
    return results
