"""Work shared out among the processor cores by forking: what the process knows is there in each, and only results are sent back."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
# Set before the processes fork, so that they have it without its being sent to them.
_jobs: list[Callable[[], Any]] = []


def several() -> bool:
    """Whether there are cores to share among; a process with threads of its own must not be forked, for a lock that one of them holds never opens."""
    return threading.active_count() == 1 and (os.cpu_count() or 1) > 1 and "fork" in multiprocessing.get_all_start_methods()


def each(jobs: Sequence[Callable[[], T]]) -> Iterator[T]:
    """What each job gives, in the order of the jobs; the results of forked jobs come back as bytes.

    Raises what a job raises.
    """
    if not several() or len(jobs) < 2:
        for job in jobs:
            yield job()
        return
    _jobs[:] = jobs
    try:
        with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
            try:
                yield from pool.map(_do, range(len(jobs)))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    except OSError as error:
        # A full disk is told as such, without the tale of where in which process it was met.
        error.__cause__ = None
        raise
    finally:
        _jobs.clear()


@contextmanager
def beside(job: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Do a job in another process while this one goes on; gives what waits for its result. Without another core it is done when it is asked for.

    Raises, when asked, what the job raises.
    """
    if not several():
        yield cache(job)
        return
    _jobs[:] = [job]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        yield pool.submit(_do, 0).result


def _do(number: int) -> Any:
    return _jobs[number]()
