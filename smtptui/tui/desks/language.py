"""What one does with the language: speak another one at once, and stay where one is."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from smtptui.tui.desks.desk import Desk
from smtptui.tui.telling import Retold
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.settings.state import StateFile
    from smtptui.tui.desks.codes import CodesDesk
    from smtptui.tui.desks.connection import ConnectionDesk
    from smtptui.tui.desks.sessions import SessionsDesk
    from smtptui.tui.panes import PanesScreen


class Beside(Protocol):
    """What on the screen has words of its own to tell again."""

    codes: "CodesDesk"
    connection: "ConnectionDesk"
    sessions: "SessionsDesk"

    def name_frames(self) -> None:
        """Name the frames."""


class LanguageDesk(Desk):
    """The language of words and texts; the one that was chosen last is remembered."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue", state: "StateFile") -> None:
        super().__init__(screen, catalogue)
        self._state = state

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does with the language."""
        return {"program.language": self.speak_next}

    def speak_next(self) -> None:
        """Speak the next of the languages there are; the last is followed by the first."""
        from smtptui.words.language import languages, speak_language

        there = languages()
        present = self.catalogue.language
        following = there[(there.index(present) + 1) % len(there)] if present in there else "en"
        if following == present:
            self.hint(_("No other language is installed."))
        elif speak_language(following):
            self.catalogue.speak(following)
            self._state.keep(language=following)
            self._tell_again()

    def _tell_again(self) -> None:
        """Say everything again: the desks what they list, the widgets what they keep."""
        screen, beside = self.screen, cast(Beside, self.screen)
        with screen.app.batch_update():
            beside.name_frames()
            for tab in screen.panel.tabs.kept.tabs:
                tab.watched.forget_words()
            screen.panel.watched.forget_words()
            beside.codes.tell_again()
            for widget in screen.query("*"):
                if isinstance(widget, Retold):
                    widget.tell_again()
            beside.connection.tell_again()
            beside.sessions.tell_again()
            screen.refresh_bindings()
            for widget in screen.query("*"):
                # Another height, too: words of another length wrap elsewhere.
                widget.refresh(layout=True)
