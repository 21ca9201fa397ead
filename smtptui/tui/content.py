"""Text for widgets: outside text made safe, article blocks, and the few shapes all panes share."""

from collections.abc import Iterable

from textual.content import Content

from smtptui.reference.model import Block
from smtptui.text import visible
from smtptui.tui.themes import class_mark, class_style

MUTED = "$text-muted"
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
    for number, piece in enumerate(text.split("`")):
        parts.append((piece, CODE_SPAN) if number % 2 else Content(piece))
    return Content.assemble(*parts)


def blocks(body: Iterable[Block]) -> Content:
    """Return paragraphs and list items, a blank line between paragraphs."""
    lines: list[Content] = []
    before = ""
    for block in body:
        if lines and not (block.kind == "item" and before == "item"):
            lines.append(Content(""))
        lines.append(Content.assemble("• ", prose(block.text)) if block.kind == "item" else prose(block.text))
        before = block.kind
    return Content("\n").join(lines)


def class_line(code: str, class_name: str, *more: str) -> Content:
    """Return the marked, coloured class of a code, and what follows it after a dot."""
    style = class_style(code)
    parts: list[str | tuple[str, str]] = [(f"{class_mark(code)} {class_name}", style)]
    for words in more:
        parts.extend([(" · ", MUTED), words])
    return Content.assemble(*parts)


def stack(parts: Iterable[Content | None]) -> Content:
    """Return the parts one under the other, without those that are None."""
    return Content("\n").join(part for part in parts if part is not None)
