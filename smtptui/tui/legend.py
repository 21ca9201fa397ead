"""What the marks mean that stand in lists and lines."""

from collections.abc import Iterator

from textual.content import Content

from smtptui.tui.content import MUTED
from smtptui.tui.page import Line
from smtptui.words import _, mark

MARKS = (
    ("✓ … ↻ ✗", mark("2yz, 3yz, 4yz, 5yz: done, go on, later, refused")),
    ("*  ~", mark("one server's own code; folklore that no RFC assigns")),
    ("†  °", mark("obsolete; known only as an enhanced code's partner in the IANA registry")),
    ("A B", mark("the two codes picked for comparison")),
    ("●3", mark("the session has sent this code three times")),
    ("← → · !", mark("received, sent, about the connection, trouble")),
    ("~", mark("inside TLS")),
    ("┄┄ 6.0 s", mark("a silence of a second or more")),
    ("◆", mark("a line that you have marked")),
    ("⚠", mark("something odd about a line; it is shown, never hidden")),
)


def legend() -> Iterator[Line]:
    """Yield a line for each mark."""
    for sign, words in MARKS:
        yield Line(Content.styled(_(words), MUTED), Content.styled(f"{sign:>8}  ", "bold $text-warning"))
