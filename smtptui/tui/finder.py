"""The palette's one source: finds by name what can be opened, compared, connected to or done."""

from collections.abc import AsyncIterator, Iterable
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from rich.cells import cell_len
from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from smtptui.reference.searching.listing import EntryRef
from smtptui.settings.remembered import Recent
from smtptui.text import visible
from smtptui.tui.content import MUTED
from smtptui.tui.desks.requests import ComparisonWanted, EntryWanted
from smtptui.tui.offers import ActionOffered, Group, Offer, Offers
from smtptui.tui.themes import class_style
from smtptui.words import _

if TYPE_CHECKING:
    from textual.app import SystemCommand
    from textual.screen import Screen

    from smtptui.settings.state import StateFile
    from smtptui.tui.screens.workspace import WorkspaceScreen

NAME = 17
"""Cells for the name of a group."""


class Explorer(Protocol):
    """What the palette asks of the application, which knows the palette."""

    state: "StateFile"

    @property
    def workspace(self) -> "WorkspaceScreen":
        """The one workspace."""

    def get_system_commands(self, screen: "Screen[object]") -> "Iterable[SystemCommand]":
        """List every action."""


class Finder(Provider):
    """Yields what `Offers` finds, in its order; the first of each group names it."""

    _offers: Offers

    @property
    def _own(self) -> Explorer:
        return cast(Explorer, self.app)

    async def startup(self) -> None:
        """Begin to read every title, beside the screen, before the first letter is typed.

        It is not waited for: a search that is given up for the next letter's would give up the reading too.
        """
        commands = self._own.get_system_commands(self.screen)
        actions = [ActionOffered(each.title, each.help, each.callback) for each in commands]
        self._offers = Offers(self._own.workspace.codes.catalogue, actions, self._own.state.state.recents)
        self.screen.run_worker(
            lambda: self._offers.entries,
            group="titles",
            description="titles for the palette",
            exit_on_error=False,
            exclusive=True,
            thread=True,
        )

    async def discover(self) -> AsyncIterator[DiscoveryHit | Hit]:
        """Yield what is offered before anything is typed."""
        for hit in self._hits(self._offers.unasked()):
            yield hit

    async def search(self, query: str) -> AsyncIterator[DiscoveryHit | Hit]:
        """Yield what fits."""
        for hit in self._hits(self._offers.search(query)):
            yield hit

    def _hits(self, offers: list[Offer]) -> list[Hit]:
        hits = []
        before: Group | None = None
        labels = [cell_len(offer.words) for offer in offers if offer.group is Group.ACTIONS]
        for number, offer in enumerate(offers):
            shown = _shown(offer, named=offer.group is not before, label=max(labels, default=0))
            before = offer.group
            # Textual sorts by the score alone.
            score = 1.0 - number / (len(offers) + 1)
            hits.append(Hit(score, shown, partial(self._take, offer), text=visible(offer.words)))
        return hits

    def _take(self, offer: Offer) -> None:
        match offer.chosen:
            case EntryRef() as entry:
                self._own.workspace.post_message(EntryWanted(entry))
            case Recent() as recent:
                self._own.workspace.connection.connect_again(recent)
            case ActionOffered(run=run):
                run()
            case (a, b):
                self._own.workspace.post_message(ComparisonWanted(a, b))


def _shown(offer: Offer, *, named: bool, label: int) -> Content:
    """Return an offer on a line: its group, if it is the first of it, what it is, and more about it.

    `label` are the cells of the longest action's name: what actions do stands in a column.
    """
    group = Content.styled(_(offer.group) if named else "", MUTED)
    style = class_style(offer.key) if offer.key[:1].isdigit() else "$text-secondary"
    key = Content.assemble((visible(offer.key), f"bold {style}"), "  ") if offer.key else Content("")
    more = ""
    match offer.chosen:
        case ActionOffered(tooltip=tooltip):
            more = f"{' ' * (label - cell_len(offer.words))}  {tooltip}"
        case Recent(detail=detail) if detail:
            more = f"  {visible(detail)}"
    line = Content.assemble(key, Content(visible(offer.words)), (more, MUTED))
    return Content.assemble(group.pad_right(max(1, NAME - group.cell_length)), line)
