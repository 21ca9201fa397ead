"""``smtptui compare``: two codes side by side."""

import json
import os
import sys

import click

from smtptui.cli.columns import beside, block_lines, bold, takes_style, width_of, wrapped
from smtptui.cli.entries import as_json
from smtptui.cli.exit_status import ExitStatus
from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Block
from smtptui.reference.comparing.compare import Comparison, Difference, Section, compare

_STACKED_BELOW = 72
"""Columns below which two columns of prose would have words one under the other."""


@click.command("compare")
@click.argument("a")
@click.argument("b")
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
def command(a: str, b: str, as_object: bool) -> int:
    """Compare two codes: what differs, what does not, and which to use when.

    A and B are reply codes (504) or enhanced status codes (5.5.4).
    """
    catalogue = Catalogue()
    try:
        comparison = compare(catalogue, a, b)
    except UnknownCode as error:
        raise click.UsageError(str(error)) from None
    if as_object:
        click.echo(json.dumps(_as_object(catalogue, comparison)))
        return ExitStatus.OK
    page = _Page(catalogue, width_of(sys.stdout, os.environ), takes_style(sys.stdout, os.environ))
    for line in page.lines(comparison):
        click.echo(line)
    return ExitStatus.OK


class _Page:
    """A comparison as lines of text."""

    def __init__(self, catalogue: Catalogue, width: int, bold: bool) -> None:
        self._labels = catalogue.labels
        self._width = width
        self._bold = bold
        self._stacked = width < _STACKED_BELOW
        self._column = width if self._stacked else (width - 3) // 2

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
        lines = ["", self._strong(section.heading.upper())]
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
                values[0] = f"{values[0][:room]:<{room}} ≠ {values[0][room + 3 :]}"
                lines += beside([row.label], values, label_width, between="")
        return lines

    def _aligned(self, a: list[str], b: list[str]) -> list[str]:
        return [*a, "", *b] if self._stacked else beside(a, b, self._column, between="   ")

    def _heading(self, section: str) -> str:
        return self._strong(self._labels.section(section).upper())

    def _strong(self, words: str) -> str:
        return bold(words) if self._bold else words


def _as_object(catalogue: Catalogue, comparison: Comparison) -> dict[str, object]:
    """Return the comparison for scripts; prose is one string a section, paragraphs on lines of their own."""
    prose = {section.heading: section for section in comparison.sections}
    sides: dict[str, dict[str, object]] = {}
    for side in ("a", "b"):
        entry = as_json(catalogue, getattr(comparison, side))
        entry |= {"code": getattr(comparison, f"code_{side}"), "gist": getattr(comparison, f"gist_{side}")}
        for name in ("description", "when", "fix"):
            section = prose.get(catalogue.labels.section(name))
            entry[name] = _text(getattr(section, side)) if section else ""
        entry["choose"] = _text(getattr(comparison.which, side))
        sides[side] = entry
    return {
        **sides,
        "differences": [_row(row) for row in comparison.differences],
        "common": [_row(row) for row in comparison.common],
        "note": _text(comparison.note) if comparison.note else None,
    }


def _row(row: Difference) -> dict[str, str]:
    return {"field": row.field, "a": row.a, "b": row.b}


def _text(blocks: tuple[Block, ...]) -> str:
    return "\n".join(f"- {block.text}" if block.kind == "item" else block.text for block in blocks)
