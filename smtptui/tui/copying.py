"""What one takes along from the screen: the text that is selected, a picture."""

import contextlib
import tempfile
from pathlib import Path

from textual._files import generate_datetime_filename
from textual.app import App
from textual.widgets import Input

from smtptui.text import visible
from smtptui.tui.pills import without_pills
from smtptui.words import _


def screenshot_folders() -> tuple[Path, ...]:
    """Return the folders where a picture is saved, the best first; it is the first that can be written to."""
    return (Path.home() / "Downloads", Path.cwd(), Path.home(), Path(tempfile.gettempdir()))


class Copying(App[None]):
    """An application from which text and pictures are taken along."""

    @property
    def selected_text(self) -> str:
        """The text that is selected; none of a password."""
        focused = self.focused
        if isinstance(focused, Input):
            return "" if focused.password else focused.selected_text
        # By what it has: a text area is imported with the dialog that has one.
        if isinstance(selected := getattr(focused, "selected_text", ""), str) and selected:
            return selected
        return without_pills(self.screen.get_selected_text() or "")

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text; an empty one would only empty the clipboard."""
        if text:
            super().copy_to_clipboard(text)

    def deliver_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str | None:
        """Save a picture of the screen where that can be done, and say where."""
        if self.is_web:
            return super().deliver_screenshot(filename, path, time_format)
        name = filename or generate_datetime_filename(self.title, ".svg", time_format)
        picture = self.export_screenshot()
        for folder in (Path(path),) if path else screenshot_folders():
            with contextlib.suppress(OSError):
                (folder / name).write_text(picture, encoding="utf-8")
                self.notify(visible(str(folder / name)), title=_("Screenshot"), markup=False)
                return None
        self.notify(
            _(
                "The screenshot cannot be saved: none of these folders can be written to: {folders}.",
                folders=visible(", ".join(map(str, screenshot_folders()))),
            ),
            severity="error",
            markup=False,
        )
        return None
