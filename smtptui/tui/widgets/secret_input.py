"""An input that may hold a credential: masked as it is drawn, and told by no message."""

from collections.abc import Callable, Iterable

from rich.text import Text
from textual.widgets import Input

from smtptui.tui.sturdy import Sturdy
from smtptui.wire.events import State
from smtptui.wire.secrecy import Awaited, judge


class SecretInput(Sturdy, Input):
    """Hides what is, or may be, a credential, from where it begins."""

    class Changed(Input.Changed):
        """The text has changed; its representation does not tell it."""

        def __repr__(self) -> str:
            return "Changed(…)"

        def __rich_repr__(self) -> Iterable[object]:
            yield "value", "…"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(compact=True, select_on_focus=False, id=id)
        self.status: Callable[[], State | None] = lambda: self._state
        """Where the session stands now; asked at each key, as what was painted last may be old."""
        self._state: State | None = None
        self._mechanism = ""

    @property
    def awaited(self) -> Awaited:
        """What a line typed now is taken for."""
        match self.status():
            case State.AUTHENTICATING:
                return Awaited.RESPONSE
            case State.DATA:
                return Awaited.MESSAGE
            case _:
                return Awaited.COMMAND

    @property
    def _hidden_from(self) -> int | None:
        """The index in the value from which it is, or may be, a credential."""
        return judge(self.value, self.awaited, mechanism=self._mechanism).begins

    @property
    def _value(self) -> Text:
        """The text as it is drawn."""
        begins = self._hidden_from
        if begins is None:
            return Text(self.value, no_wrap=True, overflow="ignore", end="")
        masked = self.value[:begins] + "•" * (len(self.value) - begins)
        return Text(masked, no_wrap=True, overflow="ignore", end="")
