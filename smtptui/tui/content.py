"""Text for widgets: outside text made safe, article blocks, and the few shapes all panes share."""

from collections.abc import Iterable

from textual.content import Content

from smtptui.reference.book.model import Block
from smtptui.text import visible
from smtptui.tui.page import Line
from smtptui.tui.themes import class_mark, class_style

MUTED = "$quiet"
HEADING = "bold $text-primary"
CODE_SPAN = "$text-secondary"


def safe(outside: bytes | str, style: str = "") -> Content:
    """Return text from outside as literal content: no markup, no control characters."""
    return Content.styled(visible(outside), style)


def heading(words: str) -> Content:
    """Return a section's heading."""
    return Content.styled(words.upper(), HEADING)


def prose(text: str) -> Content:
    """Return one line of an article, its ``code`` in backticks styled."""
    parts: list[Content | tuple[str, str]] = []
    for number, piece in enumerate(visible(text).split("`")):
        parts.append((piece, CODE_SPAN) if number % 2 else Content(piece))
    return Content.assemble(*parts)


def blocks(body: Iterable[Block]) -> list[Line]:
    """Return paragraphs and list items, a blank line between paragraphs."""
    lines: list[Line] = []
    before = ""
    for block in body:
        if lines and not (block.kind == "item" and before == "item"):
            lines.append(Line(Content("")))
        bullet = Content("• ") if block.kind == "item" else Content("")
        lines.append(Line(prose(block.text), bullet))
        before = block.kind
    return lines


def labelled(label: str, body: Content, style: str = MUTED) -> Line:
    """Return a row that begins with its label."""
    return Line(body, Content.styled(label, style))


def class_line(code: str, class_name: str, *more: str) -> Content:
    """Return the marked, coloured class of a code, and what follows it after a dot."""
    style = class_style(code)
    parts: list[str | tuple[str, str]] = [(f"{class_mark(code)} {class_name}", style)]
    for words in more:
        parts.extend([(" · ", MUTED), words])
    return Content.assemble(*parts)
