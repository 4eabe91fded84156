"""A copy of this process, moto and all, for a piece of work whose traces must not stay."""

import gc
import os
import pickle
import traceback
from collections.abc import Callable
from typing import Any


def in_a_fork(work: Callable[[], Any]) -> Any:
    """Do the work in a copy of the process and return what it returned.

    AssertionError with its trace if it raised.
    """
    gc.freeze()  # a collection in the copy would touch, and so copy, every page
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "wb") as out:
            pickle.dump(_outcome(work), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        trace, value = pickle.loads(told.read())  # noqa: S301 -- from our own copy
    os.waitpid(child, 0)
    assert trace is None, trace
    return value


def _outcome(work: Callable[[], Any]) -> tuple[str | None, Any]:
    try:
        return None, work()
    except BaseException:  # noqa: BLE001 -- whatever ends the copy is told to the original
        return traceback.format_exc(), None
