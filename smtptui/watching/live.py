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
from smtptui.text import visible
from smtptui.watching.retention import settle
from smtptui.watching.watched import Pace, Watched
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.recording.recorder import Recorder, RecordingFile
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
        self._clock = clock
        self.asked_for, self.options = target, options
        # Not in a circle with what it wakes: so all goes at once when another session is shown.
        me = weakref.ref(self)
        self.session = BackgroundSession(
            target, options, wake=lambda: watched.wake() if (watched := me()) else None, clock=clock
        )
        self.source = self.session
        self.recording: Recorder | None = None
        """What the session is recorded with; None where it is not."""
        self.epoch = time.time() - clock()

    def start(self) -> None:
        """Begin to connect."""
        settle()
        sys.setswitchinterval(THREADS_SWITCH)
        self.session.start()

    def prepare_beside(self) -> None:
        """Read what explaining needs while the server is reached, so that its first reply finds it read."""
        threading.Thread(target=self._prepare, name="explanations", daemon=True).start()

    def _prepare(self) -> None:
        # What fails here fails again where it is seen.
        with contextlib.suppress(Exception):
            self.prepare()

    def record(self, file: "RecordingFile", *, alone: bool = True) -> None:
        """Record the session to a file, with all of it that is still held; for one that has not begun, all.

        Whatever is recorded is written as it happens, on the session's own thread. The file is closed with a
        session that is `alone` in it.
        """
        from smtptui.watching.remembered import events_of

        self.end_recording()
        before = list(events_of(self.fold))
        start = before[0].at if before else None
        options = options_shown(self.options)
        if isinstance(self.asked_for, Target):
            options["tls"] = str(self.asked_for.tls)
        recorder = file.session(self.label, options, start=start, clock=self._clock, alone=alone)
        with recorder.together:
            waiting = self.session.tap(recorder.events)
            recorder.events([*before, *waiting])
        self.recording = recorder

    def end_recording(self) -> None:
        """Write nothing more to the file, if there is one."""
        recorder, self.recording = self.recording, None
        if recorder is not None:
            self.session.tap(None)
            recorder.end()

    @property
    def note(self) -> str:
        """That it is recorded, and where."""
        if self.recording is None:
            return ""
        name = shortened(visible(self.recording.file.path.name))
        if self.recording.failed:
            return _("recording to {file} has failed", file=name)
        if self.recording.ended:
            return _("recorded in {file}", file=name)
        return _("● recording {file}", file=name)

    def close(self) -> None:
        """Close the connection at once; the recording ends with it."""
        self.session.close()

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


NAME_SHOWN = 32
"""Characters of a file's name that are shown beside the session."""


def shortened(name: str) -> str:
    """Return a name without its middle where it is long: its beginning and its end tell it from others."""
    if len(name) <= NAME_SHOWN:
        return name
    half = NAME_SHOWN // 2
    return f"{name[: half - 1]}…{name[-half:]}"


def options_shown(options: "Options | None") -> dict[str, str]:
    """Return the options of a session that a recording keeps, by their names; none of them is a secret."""
    if options is None:
        return {}
    shown = {"ehlo": options.ehlo_name, "ca": options.ca, "cert": options.client_cert}
    kept = {name: str(value) for name, value in shown.items() if value}
    return kept | ({"insecure": "yes"} if options.insecure else {})
