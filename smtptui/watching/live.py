"""A live session as something watched: the one kind of source to which one may also say something."""

import contextlib
import sys
import threading
import time
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING

from smtptui.session.background import BackgroundSession
from smtptui.session.target import Target
from smtptui.watching.retention import settle
from smtptui.watching.watched import Pace, Watched

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.session.options import Options


THREADS_SWITCH = 0.001
"""Seconds after which a thread lets the others run: what a flood brings must not keep a key waiting."""


class LiveSession(Watched):
    """A session with `target`, which `start` begins. Raises OptionError.

    `target` may be a function that the session calls on a thread of its own, such as the one that starts
    the demo server; then `label` names it until it is known.
    """

    def __init__(
        self,
        catalogue: "Catalogue",
        target: Target | Callable[[], Target],
        options: "Options | None" = None,
        *,
        label: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(catalogue, label)
        self.asked_for, self.options = target, options
        # Not in a circle with what it wakes: so all goes at once when another session is shown.
        me = weakref.ref(self)
        self.session = BackgroundSession(
            target, options, wake=lambda: watched.wake() if (watched := me()) else None, clock=clock
        )
        self.source = self.session

    def start(self) -> None:
        """Begin to connect."""
        settle()
        sys.setswitchinterval(THREADS_SWITCH)
        self.session.start()
        # While the server is reached, so that its first reply finds everything read. What fails here fails
        # again where it is seen.
        threading.Thread(target=self._prepare, name="explanations", daemon=True).start()

    def _prepare(self) -> None:
        with contextlib.suppress(Exception):
            self.prepare()

    @property
    def pace(self) -> Pace:
        """Little at a time: a flood is to wait in the network, and its thread not to keep ours waiting."""
        return Pace(0.008, 512, 0.02)

    @property
    def label(self) -> str:
        """The server, or what it was called before it is known."""
        target = self.target
        return target.label if target is not None else self._label

    @property
    def target(self) -> Target | None:
        """The server; None before the function that tells it has returned."""
        if isinstance(self.asked_for, Target):
            return self.asked_for
        status = self.session.status
        return status.target if status is not None else None
