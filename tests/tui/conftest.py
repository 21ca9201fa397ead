"""Pictures are taken of screens on which everything has come to rest."""

from collections.abc import Awaitable, Callable

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.tui.driving import settled

Before = Callable[[Pilot[None]], Awaitable[None]]


@pytest.fixture
def snap_compare(snap_compare: Callable[..., bool]) -> Callable[..., bool]:
    """Return what compares the picture of an application with one looked at, once it has settled."""

    def compare(app: App[None], *, terminal_size: tuple[int, int], run_before: Before | None = None) -> bool:
        async def at_rest(pilot: Pilot[None]) -> None:
            if run_before is not None:
                await run_before(pilot)
            await settled(pilot)

        return snap_compare(app, terminal_size=terminal_size, run_before=at_rest)

    return compare
