"""A pane that shows a card: only the rows in view are painted; sections, folds, links and selection."""

from collections.abc import Iterator
from string import ascii_letters
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.query import NoMatches
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.card import Card, Section
from smtptui.tui.content import CODE_SPAN, HEADING, MUTED
from smtptui.tui.linking import LINK, Linker, Target, links_in
from smtptui.tui.page import Line, Page, Row, cells_of, paint, piece
from smtptui.words import _

_FRAME = 12
"""Cells of the frame's lower edge that are not the names of sections."""

CAP = "bold reverse $text-accent"
"""The letter over a link that opens it."""


class PagePane(ScrollView, can_focus=True):
    """Shows a card; ``[`` and ``]`` go by section, ``o`` and a letter follow a link."""

    DEFAULT_CSS = """
    PagePane {
        padding: 0 2;
        background: $background;
        scrollbar-size: 0 1;
        scrollbar-gutter: stable;
        &:focus { background-tint: $foreground 2%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "fold", "Open or close the section", show=False),
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
    ]

    WIDEST = 88
    """Cells of a line of text: longer ones are hard to read."""

    card = Card("")
    present: EntryRef | None = None
    """What the card is of; no link leads there."""

    class Followed(Message):
        """A link was followed."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalogue = catalogue
        self._linker = Linker(catalogue)
        self._opened: set[str] = set()
        self._page = Page([])
        self._starts: tuple[int, ...] = ()
        """At which line of the page each section begins."""
        self._linked: dict[int, tuple[Content, ...]] = {}
        self._painted: dict[int, Strip] = {}
        self._caps: dict[str, tuple[int, int, int]] = {}
        """Letter → line, column and letter of the link that it opens."""
        self._gone_to: tuple[int, int] | None = None
        """The section gone to, and how far it was scrolled for that."""

    # What is shown

    def show(self, card: Card, present: EntryRef | None = None) -> None:
        """Show a card from its top."""
        self.card, self.present = card, present
        self._arrange()
        self._gone_to = None
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self._name_sections()

    @property
    def text(self) -> str:
        """The card as text."""
        return self.card.plain

    def _arrange(self) -> None:
        """Put the sections on one page, the folded ones with their heading only."""
        lines: list[Line | Row | Content] = []
        starts = []
        for number, each in enumerate(self.card.sections):
            if number and each.words:
                lines.append(Content(""))
            starts.append(len(lines))
            if each.words:
                lines.append(self._heading(each))
            if not each.folds or each.id in self._opened:
                lines += each.lines
        self._page, self._starts = Page(lines), tuple(starts)
        self._linked.clear()
        self._caps.clear()
        self._measure()

    def _heading(self, section: Section) -> Content:
        words = section.words.upper()
        if not section.folds:
            return Content.styled(words, HEADING)
        is_open = section.id in self._opened
        sign, hint = ("▾", "") if is_open else ("▸", _("  enter opens"))
        whole = Content.assemble((f"{sign} {words}", HEADING), (hint, MUTED))
        return whole.stylize(Target("fold", section.id).style)

    def _measure(self) -> None:
        """Take as many rows as there are; all is laid out anew only where the scroll bar comes or goes."""
        self._painted.clear()
        width = self.text_width
        if width <= 0:
            return
        size = Size(self.scrollable_content_region.width, len(self._page.laid(width).rows))
        overflows = size.height > self.scrollable_content_region.height
        if overflows is not self.show_vertical_scrollbar:
            self.virtual_size = size
        else:
            self.set_reactive(PagePane.virtual_size, size)
            if overflows:
                self.vertical_scrollbar.window_virtual_size = size.height
        self.refresh()

    @property
    def text_width(self) -> int:
        """Cells that a line of text may have."""
        return min(self.WIDEST, self.scrollable_content_region.width)

    def on_resize(self) -> None:
        """Wrap the text anew."""
        self._measure()
        self._name_sections()

    # Sections

    @property
    def section(self) -> int:
        """The section that one reads: the one gone to, else the last that has begun above."""
        top = round(self.scroll_y)
        if self._gone_to is not None and self._gone_to[1] == top:
            return self._gone_to[0]
        begins = self._page.laid(self.text_width).begins if self.text_width > 0 else ()
        passed = [
            at for at, line in enumerate(self._starts) if line < len(begins) and begins[line] <= top + 1
        ]
        return passed[-1] if passed else 0

    def turn(self, by: int) -> None:
        """Go to the next section or the one before."""
        self.go_to(min(max(self.section + by, 0), len(self.card.sections) - 1))

    def go_to(self, number: int) -> None:
        """Go to a section."""
        if not 0 <= number < len(self._starts) or self.text_width <= 0:
            return
        row = self._page.laid(self.text_width).begins[self._starts[number]]
        self.scroll_to(y=row if number else 0, animate=False, immediate=True, force=True)
        self._gone_to = (number, round(self.scroll_y))
        self._name_sections()

    def _name_sections(self) -> None:
        """Name title and sections in the frame, the present one marked; each leads there."""
        self.border_title = self._title()
        self.border_subtitle = self._names()

    def _title(self) -> Content:
        """Return what the card is of; where the frame has no lower edge, also the section one reads."""
        sections, present = self.card.sections, self.section
        if self.styles.border_bottom[0] or len(sections) < 2:
            return Content(self.card.title)
        name = sections[present].name
        return Content(f"{self.card.title} · {name} {present + 1}/{len(sections)}")

    def _names(self) -> Content:
        """Return the sections' names; where they do not fit, those around the present one."""
        sections, present = self.card.sections, self.section
        if len(sections) < 2:
            return Content("")
        room = self.outer_size.width - _FRAME
        first, last = present, present
        used = len(sections[present].name) + 2
        while first > 0 or last < len(sections) - 1:
            wider = last + 1 if last < len(sections) - 1 else first - 1
            used += len(sections[wider].name) + 3
            if used > room:
                break
            first, last = min(first, wider), max(last, wider)
        names = [
            Content.styled(f" {each.name} ", "bold reverse" if at == present else "").stylize(
                Target("section", each.id).style
            )
            for at, each in enumerate(sections[first : last + 1], first)
        ]
        before, after = ("‹" if first else "", "›" if last < len(sections) - 1 else "")
        return Content.assemble(before, Content("·").join(names), after, (" [ ]", MUTED))

    def action_fold(self) -> None:
        """Open or close the section that one reads, if it folds."""
        each = self.card.sections[self.section] if self.card.sections else None
        if each is not None and each.folds:
            self._turn_fold(each.id)

    def _turn_fold(self, id: str) -> None:
        self._opened ^= {id}
        self._arrange()
        # What a fold gives is to be seen: it begins at the top, as after going there.
        self.go_to(self._number_of(id))

    def _number_of(self, id: str) -> int:
        return next((at for at, each in enumerate(self.card.sections) if each.id == id), 0)

    # Links

    def show_caps(self) -> None:
        """Put a letter over each link in view; the next key that is one of them follows it."""
        self._caps = {}
        seen: set[Target] = set()
        letters = iter(ascii_letters)
        for line, column, start, target in self._links_in_view():
            if target not in seen and (letter := next(letters, "")):
                seen.add(target)
                self._caps[letter] = (line, column, start)
        self._painted.clear()
        self.refresh()
        if not self._caps:
            self.app.bell()

    def _links_in_view(self) -> Iterator[tuple[int, int, int, Target]]:
        if self.text_width <= 0:
            return
        rows = self._page.laid(self.text_width).rows
        top = round(self.scroll_y)
        for row in rows[top : top + self.scrollable_content_region.height]:
            for placed in row:
                for link in links_in(self._cells(placed.line)[placed.column]):
                    if placed.start <= link.start < placed.end:
                        yield placed.line, placed.column, link.start, link.target

    def _hide_caps(self) -> None:
        self._caps = {}
        self._painted.clear()
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """While letters stand over the links, a key is one of them, or takes them away."""
        if not self._caps:
            return
        event.stop()
        event.prevent_default()
        place = self._caps.get(event.character or "")
        target = self._target_at(*place) if place else None
        self._hide_caps()
        if target is not None:
            self.follow(target)

    def on_blur(self) -> None:
        """Take the letters away."""
        if self._caps:
            self._hide_caps()

    def _target_at(self, line: int, column: int, start: int) -> Target | None:
        links = links_in(self._cells(line)[column])
        return next((link.target for link in links if link.start == start), None)

    def follow(self, target: Target) -> None:
        """Go where a link leads: within the card, or wherever the workspace goes."""
        match target.to:
            case "section":
                self.go_to(self._number_of(target.key))
            case "fold":
                self._turn_fold(target.key)
            case _:
                self.post_message(self.Followed(target))

    def on_click(self, event: events.Click) -> None:
        """Follow a link; a double click selects the line."""
        meta = event.style.meta
        if LINK in meta and event.chain == 1:
            event.stop()
            self.follow(Target(*meta[LINK]))
        elif event.chain == 2 and (offset := meta.get("offset")) is not None:
            event.prevent_default()
            x, y = 0, offset[1]
            text = self._page.laid(self.text_width).lines[y]
            end = sum(len(cell) for cell in cells_of(text)) + 2 * len(cells_of(text))
            self.screen.selections = {self: Selection(Offset(x, y), Offset(end, y))}

    # Selection

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is selected."""
        return self._page.selected(selection, self.text_width), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Paint what is selected now."""
        self._painted.clear()
        self.refresh()

    # Painting

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Mark the section that one reads now."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            if self._caps:
                self._hide_caps()
            if self.card.sections:
                self._name_sections()

    def notify_style_update(self) -> None:
        """Paint anew in another theme."""
        self._painted.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return one line of the widget."""
        width = self.text_width
        at = round(self.scroll_y) + y
        laid = self._page.laid(max(1, width))
        if at >= len(laid.rows):
            return Strip.blank(self.size.width, self.rich_style)
        if (known := self._painted.get(at)) is None:
            known = self._painted[at] = self._paint(at, width)
        return known

    def _paint(self, at: int, width: int) -> Strip:
        laid = self._page.laid(width)
        selection = self.text_selection
        style = self._selection_style if selection is not None else None
        pieces = []
        for placed in laid.rows[at]:
            line = self._shown(placed.line)
            content = piece(line, placed, selection, style)
            for letter, (number, column, start) in self._caps.items():
                if (number, column) == (placed.line, placed.column) and placed.start <= start < placed.end:
                    content = _capped(content, start - placed.start, letter)
            pieces.append((placed, content))
        options = RenderOptions(self._get_style, {}, selection, style)
        return paint(pieces, laid, self.scrollable_content_region.width, self.visual_style, options)

    @property
    def _selection_style(self) -> Style | None:
        try:
            return Style.from_styles(self.screen.get_component_styles("screen--selection"))
        except (KeyError, NoMatches):
            return None

    def _cells(self, number: int) -> tuple[Content, ...]:
        """Return the columns of a line with the links in them, found when it is first wanted."""
        if (known := self._linked.get(number)) is None:
            line = self._page.laid(self.text_width).lines[number]
            cells = cells_of(line)
            last = len(cells) - 1 if isinstance(line, Row) else len(cells)
            # What to do stands in the last column of a table, in words that are no links.
            marked = (self._linker.marked(cell, self.present, CODE_SPAN) for cell in cells[:last])
            known = (*marked, *cells[last:])
            self._linked[number] = known
        return known

    def _shown(self, number: int) -> Line | Row:
        line = self._page.laid(self.text_width).lines[number]
        cells = self._cells(number)
        return line._replace(cells=cells) if isinstance(line, Row) else Line(cells[1], cells[0])


def _capped(content: Content, at: int, letter: str) -> Content:
    """Return a piece with a letter over one of its own."""
    return Content.assemble(content[:at], (letter, CAP), content[at + 1 :])
