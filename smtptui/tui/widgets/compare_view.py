"""Two codes side by side, aligned section by section, and the differences that matter."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Collapsible, Static

from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Block
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.content import MUTED, blocks, class_line, heading, prose
from smtptui.tui.page import Line, Page
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.themes import class_style
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.reference.comparing.compare import Comparison, Difference, Section

NOTHING_PICKED = mark(
    "Pick two codes to compare them.\n\n"
    "Go through the list and press space on the first (it becomes A), then on the second (B);\n"
    "or press a and b to choose each side by its number. x swaps them."
)


class CompareView(Sturdy, VerticalScroll, can_focus=True):
    """Shows the comparison of two codes."""

    DEFAULT_CSS = """
    CompareView {
        padding: 0 2;
        background: $background;
        scrollbar-size-vertical: 1;
        &:focus { background-tint: $foreground 2%; }
        .pair { height: auto; }
        .pair > Static { width: 1fr; }
        .pair > .left { margin: 0 3 0 0; }
        .heading { margin: 1 0 0 0; }
        .difference { height: auto; }
        .difference > .left { width: 1fr; height: auto; }
        .difference .label { width: 14; padding: 0 1 0 0; color: $quiet; }
        .difference .a { width: 1fr; }
        .difference > .sign { width: 3; content-align: center top; color: $text-warning; text-style: bold; }
        .difference.-same > .sign { color: $quiet; text-style: none; }
        .difference > .b { width: 1fr; }
        Static.wide { width: 1fr; }
        .common { margin: 1 0; padding: 0; border: none; background: $background; }
        .common > Contents { padding: 0; }
        .common CollapsibleTitle { padding: 0; color: $text-primary; }
    }
    """

    sides: reactive[tuple[EntryRef | None, EntryRef | None]] = reactive((None, None), recompose=True)

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalogue = catalogue

    def compose(self) -> ComposeResult:
        """Compose the rows of the present comparison."""
        a, b = self.sides
        if not (a and b):
            words = [_(NOTHING_PICKED)]
            if a:
                words.append(_("A is {code}.", code=a.key))
            if b:
                words.append(_("B is {code}.", code=b.key))
            yield Static(Content.styled("\n\n".join(words), MUTED), classes="heading")
            return
        # Imported with the first comparison, which the first paint does not wait for.
        from smtptui.reference.comparing.compare import compare

        try:
            comparison = compare(self._catalogue, a.key, b.key)
        except UnknownCode as error:
            # A server may send any number, and whatever it sends can be picked.
            yield Static(Content.styled(str(error), MUTED), classes="heading")
            return
        labels = self._catalogue.labels
        yield _pair(_head(comparison, 0), _head(comparison, 1))
        yield Static(heading(labels.section("differences")), classes="heading")
        yield from (_difference(each) for each in comparison.differences)
        if comparison.note:
            yield Static(heading(labels.section("note")), classes="heading")
            yield Static(Page(blocks(comparison.note)), classes="wide")
        if comparison.which.a or comparison.which.b:
            yield from _section(comparison.which)
        for section in comparison.sections:
            yield from _section(section)
        if comparison.common:
            with Collapsible(title=labels.section("common"), classes="common"):
                yield from (_difference(each) for each in comparison.common)

    @property
    def text(self) -> str:
        """The comparison as text, a line for each row."""
        rows = []
        for row in self.children:
            cells = [row] if isinstance(row, Static) else row.query(Static)
            rows.append("  ".join(_plain(cell) for cell in cells))
        return "\n".join(rows)

    def watch_sides(self) -> None:
        """Start another comparison at its top."""
        self.scroll_home(animate=False)


def _plain(cell: Static) -> str:
    shown = cell.visual
    return str(getattr(shown, "plain", shown))


def _head(comparison: "Comparison", side: int) -> Page:
    code = (comparison.code_a, comparison.code_b)[side]
    gist = (comparison.gist_a, comparison.gist_b)[side]
    title = Content.styled((comparison.title_a, comparison.title_b)[side], "bold")
    class_words = (comparison.class_a, comparison.class_b)[side]
    advice = (comparison.advice_a, comparison.advice_b)[side]
    mark = Content.assemble(
        ("AB"[side], "bold reverse $text-primary"), (f" {code}  ", f"bold {class_style(code)}")
    )
    return Page(
        [
            Line(title, mark),
            class_line(code, class_words, advice),
            prose(gist) if gist else None,
        ]
    )


def _section(section: "Section") -> ComposeResult:
    yield Static(heading(section.heading), classes="heading")
    yield _pair(_body(section.a), _body(section.b))


def _body(body: tuple[Block, ...]) -> Page:
    return Page(blocks(body)) if body else Page([Content("–")])


def _pair(a: Content | Page, b: Content | Page) -> Widget:
    return Horizontal(
        Static(a, markup=False, classes="left"), Static(b, markup=False, classes="right"), classes="pair"
    )


def _difference(each: "Difference") -> Widget:
    return Horizontal(
        Horizontal(
            Static(Content(each.label), classes="label"), Static(Content(each.a), classes="a"), classes="left"
        ),
        Static(Content("=" if each.same else "≠"), classes="sign"),
        Static(Content(each.b), classes="b"),
        classes="difference -same" if each.same else "difference",
    )
