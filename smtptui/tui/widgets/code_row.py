"""One row of the code list, drawn at whatever width there is: the count stands at the right edge."""

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from smtptui.reference.model import Code, Status
from smtptui.tui.themes import class_style

STATUS_MARK = {
    Status.STANDARD: "",
    Status.EXTENSION: "",
    Status.OBSOLETE: "†",
    Status.IANA: "°",
    Status.VENDOR: "*",
    Status.FOLKLORE: "~",
}
"""Stands behind the title of a code that no current RFC assigns."""


class CodeRow(Visual):
    """A picked side, the code, its title, and how often the session has sent it."""

    def __init__(self, code: Code, side: str, count: int) -> None:
        self._code = code
        self._side = side
        self._count = count

    def _content(self, width: int) -> Content:
        code, side = self._code, self._side
        badge = f" ●{self._count}" if self._count else ""
        mark = STATUS_MARK[code.status]
        room = max(0, width - 6 - len(badge) - len(mark))
        title = code.name
        if cell_len(title) > room:
            title = set_cell_size(title, max(0, room - 1)) + "…"
        gap = " " * (room - cell_len(title))
        style = f"bold {class_style(code.code)}"
        return Content.assemble(
            (side, "bold reverse $text-primary") if side else " ",
            (f" {code.code} ", style),
            f"{title}{mark}{gap}",
            (badge, style),
        )

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the one strip of the row."""
        return self._content(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """Return all the width there is."""
        return container_width

    def get_minimal_width(self, rules: RulesMap) -> int:  # noqa: ARG002
        """Return the width at which code and count still show."""
        return 12

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """Return 1: a row never wraps."""
        return 1
