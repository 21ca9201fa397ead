"""What a defect of ours does to the screens: it is said, and everything else goes on.

Textual ends the program at the first exception in a handler; that would take the session with it.
"""

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer

if TYPE_CHECKING:
    from textual.app import App

MOST = 5
"""After so many defects the program ends all the same: one of them may come with every paint."""

HERE = Path(__file__).parent.parent


class Sturdy(MessagePump):
    """A screen, widget or application whose failing handlers end neither it nor the program.

    What cannot even be mounted fails as ever, and so does everything in tests.
    """

    app: "App[Any]"

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            told = getattr(self.app, "tell_defect", None)
            if told is None or isinstance(message, events.Mount | events.Compose) or not told(error):
                raise

    def set_timer(self, *args: Any, **options: Any) -> Timer:
        """Return a timer that comes once, however late.

        Textual's skips a turn that is due before it has begun to wait, and this has no other: whatever
        rested until then would rest for ever. A busy thread beside it is enough for that.
        """
        timer = super().set_timer(*args, **options)
        timer._skip = False
        return timer


def place_of(error: BaseException) -> str:
    """Return where in this program an exception came from, as ``tui/app.py:12``; no value of its frames."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(HERE):
            return f"{path.relative_to(HERE)}:{frame.lineno}"
    return "?"
