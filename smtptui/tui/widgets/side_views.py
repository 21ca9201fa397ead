"""The live pane: what the selected reply means, and at its sides offers, TLS, dialogue and stages."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.content import MUTED
from smtptui.tui.linking import LINK as WORD
from smtptui.tui.linking import Target
from smtptui.tui.named_keys import key_for, turning_keys
from smtptui.tui.page import Page
from smtptui.tui.sides.side import Side
from smtptui.tui.widgets.reply_view import ReplyView
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.watching.watched import Watched

TICK = 0.5
"""Seconds after which a running time is drawn anew."""

NOTHING = mark("There is no session: {key} connects to a server, and this side shows what is known of it.")

LINK = "side"
"""The key of a name in the frame, among what the terminal tells of a click."""


class SideViews(ReplyView):
    """Shows one of its sides; ``[`` and ``]``, or a click on a name in the frame, lead to another."""

    side: reactive[Side] = reactive(Side.REPLY, init=False)

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], datetime] = lambda: datetime.now(UTC),
        id: str | None = None,
    ) -> None:
        super().__init__(catalogue, id=id)
        self._clock = clock
        self._today = today
        self._watched: Watched | None = None

    def on_mount(self) -> None:
        """Name the sides in the frame; a time that runs is drawn twice a second."""
        self._name_sides()
        self.set_interval(TICK, self._tick)

    def on_resize(self) -> None:
        """Name the sides anew: the frame may have lost its lower edge, or has it again."""
        self._name_sides()

    # Which side

    def turn(self, by: int) -> None:
        """Go to the next side, or the one before; the last is followed by the first."""
        sides = list(Side)
        self.side = sides[(sides.index(self.side) + by) % len(sides)]

    def watch_side(self) -> None:
        """Show the side."""
        self._name_sides()
        self._update()

    def _name_sides(self) -> None:
        title = _("What it means here") if self.side is Side.REPLY else self.side.words
        if not self.styles.border_bottom[0]:
            # Without a lower edge the title says which side it is.
            title = f"{title} {list(Side).index(self.side) + 1}/{len(Side)} {turning_keys()}"
        self.border_title = Content(title)
        names = [
            Content.styled(f" {side.words} ", "bold reverse" if side is self.side else "").stylize(
                Style.from_meta({LINK: str(side)})
            )
            for side in Side
        ]
        self.border_subtitle = Content.assemble(Content("·").join(names), (f" {turning_keys()}", MUTED))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Keep for itself a press on a name: the names stand on an edge that can be dragged."""
        if LINK in event.style.meta:
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Go to the side whose name was clicked, or to the card that a word leads to."""
        if (word := event.style.meta.get(WORD)) is not None:
            event.stop()
            self.follow(Target(*word))
            return
        name = event.style.meta.get(LINK)
        if name in list(map(str, Side)):
            event.stop()
            self.side = Side(name)

    # What is watched

    def progressed(self, watched: "Watched") -> None:
        """Take what is watched, and show what is new of it."""
        self._watched = watched
        if self.side is not Side.REPLY and self.display:
            self._redraw()

    def tell_again(self) -> None:
        """Name the sides in another language; what they show is told by who knows it."""
        self._name_sides()
        self._redraw()

    def _tick(self) -> None:
        if self._watched is None or self.side is not Side.STAGES or not self.display:
            return
        if not self._watched.ended:
            self._redraw()

    @property
    def text(self) -> str:
        """What a side shows, as text; empty for the meaning of a reply."""
        return "" if self.side is Side.REPLY else self._text

    def _page(self) -> Content | Page:
        if self.side is Side.REPLY:
            return super()._page()
        watched = self._watched
        if watched is None or (watched.source is None and not watched.fold.rows):
            return Content.styled(_(NOTHING, key=key_for("session.connect")), MUTED)
        return self._side_page(watched)

    def _side_page(self, watched: "Watched") -> Page:
        # Each imported when it is first looked at.
        fold = watched.fold
        match self.side:
            case Side.OFFERS:
                from smtptui.tui.sides.offers import offers_page

                return offers_page(self._catalogue, fold.progress.standing)
            case Side.TLS:
                from smtptui.tui.sides.tls import tls_page

                return tls_page(fold.progress, self._today())
            case Side.DIALOGUE:
                from smtptui.tui.sides.dialogue import dialogue_page

                return dialogue_page(fold.progress)
            case _:
                from smtptui.tui.sides.stages import stages_page

                return stages_page(fold, self._now(watched))

    def _now(self, watched: "Watched") -> float:
        """Return the session's time: the clock's where it is live, else that of its last row."""
        if watched.status is not None:
            return self._clock()
        rows = watched.fold.rows
        return rows[-1].at if rows else 0.0
