"""Textual's driver of the terminal, which notices when the terminal goes away."""

import os
import select
import sys
import threading
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, cast

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from io import TextIOWrapper

    from textual.app import App


class TerminalDriver(LinuxDriver):
    """Calls the application's `terminal_gone` when nobody can type or read any more."""

    def __init__(
        self,
        app: "App[None]",
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = cast("TextIOWrapper", _Outlet(cast("IO[str]", self._file), self._tell))
        self._told = False
        self._suspended = False
        if self.input_tty:
            threading.Thread(target=self._watch, name="terminal", daemon=True).start()

    def suspend_application_mode(self) -> None:
        """Leave the terminal to others."""
        self._suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal back: a SIGCONT may come to who was never stopped."""
        if self._suspended:
            self._suspended = False
            super().resume_application_mode()

    def run_input_thread(self) -> None:
        """Read keys until the driver stops, or the terminal is gone."""
        try:
            super().run_input_thread()
        except OSError:
            self._tell()

    def _watch(self) -> None:
        """Wait until the other side hangs up; reading then returns nothing at once, again and again."""
        poll = select.poll()
        poll.register(self.fileno, 0)
        if any(happened & (select.POLLHUP | select.POLLERR) for _, happened in poll.poll()):
            self._tell()

    def _tell(self) -> None:
        """Stop reading, and let the application know; called on any thread."""
        if self._told:
            return
        self._told = True
        self.exit_event.set()
        gone = getattr(self._app, "terminal_gone", None)
        if gone is not None:
            self._loop.call_soon_threadsafe(gone)


class _Outlet:
    """A file whose other side may go away: then what is written is dropped."""

    def __init__(self, file: IO[str], tell: Callable[[], None]) -> None:
        self._inner = file
        self._tell = tell

    def write(self, text: str) -> int:
        try:
            return self._inner.write(text)
        except OSError:
            self._drop()
            return len(text)

    def flush(self) -> None:
        try:
            self._inner.flush()
        except OSError:
            self._drop()

    def _drop(self) -> None:
        # What is still buffered would fail again as the interpreter ends, and change the exit status.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for file in (sys.__stdout__, sys.__stderr__):
            if file is not None:
                os.dup2(nowhere, file.fileno())
        os.close(nowhere)
        self._tell()

    def fileno(self) -> int:
        return self._inner.fileno()

    def isatty(self) -> bool:
        return True
