"""What must not be lost."""

import asyncio

from smtptui.tui.app import SmtptuiApp
from tests.tui.driving import WIDE, until


async def test_a_timer_that_is_due_before_it_has_begun_to_wait_comes_all_the_same() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        for owner in (app, app.workspace, app.workspace.panel, app.workspace.panel.log_view):
            came = asyncio.Event()
            # As short as one of a busy machine: over before two of its statements are.
            owner.set_timer(1e-12, came.set)
            await asyncio.wait_for(came.wait(), 20)
