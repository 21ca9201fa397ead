"""Something done at once when it is asked for, and then only so often, however often it is asked for."""

from collections.abc import Callable

from textual.message_pump import MessagePump


class Paced:
    """Does `do`, rests for the seconds that it returns, and does it again if it was asked for meanwhile."""

    def __init__(self, owner: MessagePump, do: Callable[[], float]) -> None:
        self._owner = owner
        self._do = do
        self._resting = self._asked = False

    def ask(self) -> None:
        """Do it now, or as soon as the rest is over."""
        if self._resting:
            self._asked = True
            return
        self._resting, self._asked = True, False
        try:
            rest = self._do()
        except Exception:
            # It is told as a defect, and does not keep what comes later from being done.
            self._resting = False
            raise
        if rest:
            self._owner.set_timer(rest, self._rested)
        else:
            self._rested()

    def _rested(self) -> None:
        self._resting = False
        if self._asked:
            self.ask()
