"""A pane that shows a card: it goes by sections, folds some of them, and follows links."""

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.card import Card, Section
from smtptui.tui.content import HEADING, MUTED
from smtptui.tui.linking import LINK, Target
from smtptui.tui.named_keys import turning_keys
from smtptui.tui.page import Line, Page, Row
from smtptui.tui.widgets.capped import Spot, links_of
from smtptui.tui.widgets.page_lines import PageLines
from smtptui.words import _

_FRAME = 12
"""Cells of the frame's lower edge that are not the names of sections."""


class PagePane(PageLines):
    """Shows a card; ``[`` and ``]`` go by section, ``o`` and a letter follow a link."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "fold", "Open or close the section", show=False),
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
    ]

    card = Card("")

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(catalogue, id=id)
        self._opened: set[str] = set()
        self._starts: tuple[int, ...] = ()
        """At which line of the page each section begins."""
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

    def show_again(self, card: Card) -> None:
        """Show the same card in other words, at the section and about the line that one reads."""
        section, begins = self.section, self._section_begins(self.section)
        further = round(self.scroll_y) - begins
        self.card = card
        self._arrange()
        section = min(section, len(card.sections) - 1)
        lines = self._section_begins(section + 1) - self._section_begins(section)
        to = self._section_begins(section) + min(further, max(0, lines - 1))
        self.scroll_to(y=max(0, to), animate=False, immediate=True, force=True)
        if self._gone_to is not None:
            self._gone_to = (section, round(self.scroll_y))
        self._name_sections()

    def _section_begins(self, number: int) -> int:
        """Return the row at which a section begins; after the last one, that after the page."""
        if self.text_width <= 0:
            return 0
        laid = self._page.laid(self.text_width)
        return laid.begins[self._starts[number]] if number < len(self._starts) else len(laid.rows)

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
        self._starts = tuple(starts)
        self._take(Page(lines))

    def _heading(self, section: Section) -> Content:
        words = section.words.upper()
        if not section.folds:
            return Content.styled(words, HEADING)
        is_open = section.id in self._opened
        sign, hint = ("▾", "") if is_open else ("▸", _("  enter opens"))
        whole = Content.assemble((f"{sign} {words}", HEADING), (hint, MUTED))
        return whole.stylize(Target("fold", section.id).style)

    def on_resize(self) -> None:
        """Name as many sections as there is room for now."""
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
        return Content.assemble(before, Content("·").join(names), after, (f" {turning_keys()}", MUTED))

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

    def links_in_view(self) -> Iterator[tuple[Spot, Target]]:
        """Yield the links in view, from above."""
        if self.text_width > 0:
            top = round(self.scroll_y)
            rows = self._page.laid(self.text_width).rows[top : top + self.scrollable_content_region.height]
            yield from links_of(rows, self._cells)

    def paint_caps(self) -> None:
        """Paint the letters that stand over links now."""
        self._repaint()

    def on_key(self, _event: events.Key) -> None:
        """Letters go with the width at which they stood."""
        self._known_width()

    def follow(self, target: Target) -> None:
        """Go where a link leads: within the card, or wherever the workspace goes."""
        match target.to:
            case "section":
                self.go_to(self._number_of(target.key))
            case "fold":
                self._turn_fold(target.key)
            case _:
                super().follow(target)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Keep for itself a press on a link: the names in the frame stand on an edge that can be dragged."""
        if LINK in event.style.meta:
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Follow a link."""
        meta = event.style.meta
        if LINK in meta and event.chain == 1:
            event.stop()
            self.follow(Target(*meta[LINK]))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Mark the section that one reads now."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.hide_caps()
            if self.card.sections:
                self._name_sections()
