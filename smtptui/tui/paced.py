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
        if rest := self._do():
            self._owner.set_timer(rest, self._rested)
        else:
            self._rested()

    def _rested(self) -> None:
        self._resting = False
        if self._asked:
            self.ask()
