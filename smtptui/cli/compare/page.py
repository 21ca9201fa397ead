"""A comparison as lines of text."""

from smtptui.cli.columns import beside, block_lines, padded, wrapped
from smtptui.cli.output import Output
from smtptui.reference.book.labels import Labels
from smtptui.reference.comparing.compare import Comparison, Difference, Section

_STACKED_BELOW = 72
"""Columns below which two columns of prose would have words one under the other."""


class Page:
    """A comparison as lines of text."""

    def __init__(self, labels: Labels, out: Output) -> None:
        self._labels = labels
        self._out = out
        self._width = out.width
        self._stacked = self._width < _STACKED_BELOW
        self._column = self._width if self._stacked else (self._width - 3) // 2

    def lines(self, comparison: Comparison) -> list[str]:
        """Return the page from the titles to what both have in common."""
        lines = self._aligned(
            self._head(comparison.code_a, comparison.title_a, comparison.class_a, comparison.gist_a),
            self._head(comparison.code_b, comparison.title_b, comparison.class_b, comparison.gist_b),
        )
        lines += self._differences("differences", comparison.differences, comparison)
        if comparison.note:
            lines += ["", self._heading("note"), *block_lines(comparison.note, self._width)]
        if comparison.which.a or comparison.which.b:
            lines += self._section(comparison.which, comparison)
        for section in comparison.sections:
            lines += self._section(section, comparison)
        lines += self._differences("common", comparison.common, comparison)
        return lines

    def _head(self, code: str, title: str, class_name: str, gist: str) -> list[str]:
        lines = [*wrapped(f"{code} {title}", self._column), *wrapped(class_name, self._column)]
        return lines + wrapped(gist, self._column) if gist else lines

    def _section(self, section: Section, comparison: Comparison) -> list[str]:
        lines = ["", self._out.strong(section.heading.upper())]
        a = block_lines(section.a, self._column)
        b = block_lines(section.b, self._column)
        if self._stacked:
            a, b = [comparison.code_a, *a], [comparison.code_b, *b]
        return lines + self._aligned(a, b)

    def _differences(self, heading: str, rows: tuple[Difference, ...], comparison: Comparison) -> list[str]:
        """Return a table of facts; each value is wrapped in its own column."""
        if not rows:
            return []
        lines = ["", self._heading(heading)]
        label_width = max(len(row.label) for row in rows) + 2
        room = (self._width - label_width - 3) // 2
        for row in rows:
            if row.same:
                lines += beside(
                    [row.label], wrapped(row.a, self._width - label_width), label_width, between=""
                )
            elif self._stacked:
                lines.append(row.label)
                lines += wrapped(f"{comparison.code_a}: {row.a}", self._width, indent="  ")
                lines += wrapped(f"{comparison.code_b}: {row.b}", self._width, indent="  ")
            else:
                values = beside(wrapped(row.a, room), wrapped(row.b, room), room, between="   ")
                # The sign stands in the first line of the gap, so the row reads as one.
                left, right = wrapped(row.a, room)[0], wrapped(row.b, room)[0]
                values[0] = f"{padded(left, room)} ≠ {right}".rstrip()
                lines += beside([row.label], values, label_width, between="")
        return lines

    def _aligned(self, a: list[str], b: list[str]) -> list[str]:
        return [*a, "", *b] if self._stacked else beside(a, b, self._column, between="   ")

    def _heading(self, section: str) -> str:
        return self._out.strong(self._labels.section(section).upper())
