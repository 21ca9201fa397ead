"""How the program ends: after a QUIT if that can be said within a second, with the terminal as it was."""

import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 1.0
"""Seconds that a server has for its 221 when the program ends."""

TWICE_WITHIN = 2.0
"""Seconds in which a second ctrl+c leaves."""

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT") if hasattr(signal, name)
)


class Leaving:
    """Ends the program once, whoever asks for it; `say_quit` returns whether a server was told."""

    def __init__(
        self, app: "App[None]", say_quit: Callable[[], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._say_quit = say_quit
        self._clock = clock
        self._status: int | None = None
        self._asked_at: float | None = None

    def heed_signals(self) -> None:
        """End politely when told to by a signal, with status 128 + its number."""
        loop = self._app._loop
        if self._app.is_headless or loop is None:
            return
        for number in SIGNALS:
            # On Windows a loop heeds none.
            try:
                loop.add_signal_handler(number, self.leave, 128 + number)
            except (NotImplementedError, ValueError, RuntimeError):
                return

    def ask(self) -> bool:
        """Take a ctrl+c; return whether it is the second one and leaves."""
        now = self._clock()
        if self._asked_at is not None and now - self._asked_at <= TWICE_WITHIN:
            self.leave()
            return True
        self._asked_at = now
        return False

    def leave(self, status: int = 0) -> None:
        """Say QUIT and end with `status`; asked again, end at once."""
        if self._status is not None:
            self._status = max(self._status, status)
            self.end()
            return
        self._status = status
        if self._say_quit():
            self._app.set_timer(PATIENCE, self.end)
        else:
            self.end()

    def end(self) -> None:
        """End now, if the program is leaving: the session is over, or the server has had its time."""
        if self._status is not None:
            self._app.exit(return_code=self._status)
