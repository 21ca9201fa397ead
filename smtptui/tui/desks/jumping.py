"""What one does to get to another pane at once."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from smtptui.tui.desks.desk import Desk
from smtptui.tui.pane import Pane, pane_of

if TYPE_CHECKING:
    from textual.widget import Widget


class JumpingDesk(Desk):
    """Leads to any pane that is in view, by one letter."""

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does to get elsewhere."""
        return {"program.jump": self.jump}

    @property
    def targets(self) -> dict[str, "Widget"]:
        """What the letters lead to: each that is in view and takes the focus."""
        screen = self.screen
        pane = next((each for each in screen.query(".views > *") if each.display), None)
        named: dict[str, Widget | None] = {
            "f": screen.code_list.filter_input,
            "l": screen.code_list.options,
            "c": pane,
            "s": self.panel.log_view,
            "t": self.panel.command_line,
        }
        return {key: each for key, each in named.items() if each is not None and _takes_keys(each)}

    def jump(self) -> None:
        """Show a cap over each pane, and go to the one whose letter is pressed."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.jump import Cap, JumpScreen

        targets = self.targets

        def take(key: str | None) -> None:
            if key is not None and self.screen.is_attached:
                self.screen.set_focus(targets[key])

        caps = [Cap(key, each.region, pane_of(each).words) for key, each in targets.items()]
        self.screen.app.push_screen(JumpScreen(caps), take)


def _takes_keys(widget: "Widget") -> bool:
    shown = all(each.display for each in widget.ancestors_with_self if hasattr(each, "display"))
    return shown and bool(widget.region) and widget.focusable and pane_of(widget) is not Pane.OTHER
