"""A loop for the thread that holds sessions: one that looks at sockets itself, on every system."""

import asyncio
from collections.abc import Coroutine


def run_on_own_loop(work: Coroutine[object, object, None]) -> None:
    """Run `work` to its end on this thread. Raises what it raises.

    A connection reads its socket when the loop says that it can be read; Windows' usual loop cannot say so.
    """
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(work)
