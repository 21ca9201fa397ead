"""What the connect dialog lists under its fields: servers one has been at, and those of the demo."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.suggester import Suggester

from smtptui.demo.menu import about, scripts, title_of
from smtptui.demo.scripts import STANDARD
from smtptui.settings.state import Recent
from smtptui.text import visible
from smtptui.tui.content import MUTED
from smtptui.tui.desks.begun import DEMO
from smtptui.tui.desks.outcomes import OK, ago, outcome_words

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue


class Place(NamedTuple):
    """One line of the list: what it puts into the field, and how it is drawn."""

    target: str
    drawn: Content
    words: str
    """What is searched."""
    recent: Recent | None = None


def places(
    catalogue: "Catalogue", recents: Iterable[Recent], clock: Callable[[], float] = time.time
) -> tuple[Place, ...]:
    """Return all lines, the newest recent first, then the demo's menu."""
    now = clock()
    return (*(_of_recent(recent, now) for recent in recents), *_of_demo(catalogue))


def matching(all_places: Iterable[Place], typed: str) -> list[Place]:
    """Return the lines that hold every word that is typed."""
    wanted = typed.casefold().split()
    return [place for place in all_places if all(word in place.words for word in wanted)]


def _of_recent(recent: Recent, now: float) -> Place:
    parts: list[str | Content | tuple[str, str]] = [(visible(recent.target), "bold")]
    if words := visible(outcome_words(recent)):
        parts.append(("  ✓ ", "$text-success") if recent.outcome == OK else ("  ✗ ", "$text-error"))
        parts.append(Content(words))
    if recent.at:
        parts.append((f"  {ago(now - recent.at)}", MUTED))
    if recent.user:
        parts.append((f"  {visible(recent.user)}", MUTED))
    return Place(recent.target, Content.assemble(*parts), recent.target.casefold(), recent)


def _of_demo(catalogue: "Catalogue") -> Iterator[Place]:
    for script in scripts(catalogue):
        target = DEMO if script.id == STANDARD else f"{DEMO}:{script.id}"
        title, told = title_of(script), about(script)
        drawn = Content.assemble((target, "bold"), f"  {title}  ", (told, MUTED))
        yield Place(target, drawn, f"{target} {title} {told}".casefold())


class TargetSuggester(Suggester):
    """Completes a host from what one has been connected to."""

    def __init__(self, targets: Iterable[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._targets = tuple(targets)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the newest target that begins so."""
        return next(
            (
                value + target[len(value) :]
                for target in self._targets
                if len(target) > len(value) and target.casefold().startswith(value.casefold())
            ),
            None,
        )
