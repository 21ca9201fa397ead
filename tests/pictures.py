"""The README's pictures, made anew: ``python -m tests.pictures [FOLDER]``; without a folder, ``assets``.

Needs ``rsvg-convert`` and the font DejaVu Sans Mono.
"""

import asyncio
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from smtptui.tui.app import SmtptuiApp
from tests.tui.driving import entry, feed_events, until, until_true
from tests.tui.transcript import GREETING_AND_504, events

SIZE = (120, 36)
FONT, ADVANCE, CELL = "DejaVu Sans Mono", 0.602, 12.2
"""The font, how far one of its characters goes of its size, and how far a cell goes in Textual's pictures."""

Look = Callable[[Pilot[None], SmtptuiApp], Awaitable[None]]


async def codes(pilot: Pilot[None], app: SmtptuiApp) -> None:
    """Show the card of 504."""
    app.workspace.code_list.highlight(entry("504"))
    await pilot.press("enter")
    await until(pilot, " 504 Command parameter not implemented")


async def compare(pilot: Pilot[None], app: SmtptuiApp) -> None:
    """Show 220 against 504."""
    app.workspace.code_list.highlight(entry("504"))
    app.workspace.comparison.compare(entry("220"), entry("504"))
    await until(pilot, "≠")


async def live(pilot: Pilot[None], app: SmtptuiApp) -> None:
    """Show a session with its greeting and a 504, explained."""
    feed_events(app, events(GREETING_AND_504))
    await pilot.press("3")
    log = app.workspace.panel.log_view
    await until_true(pilot, lambda: log.cursor is not None and log.cursor.code == 504)
    await until(pilot, "certain")


PICTURES: dict[str, Look] = {"codes": codes, "compare": compare, "live": live}


async def drawn(look: Look) -> str:
    """Return a picture of what `look` brings up, as SVG."""
    app = SmtptuiApp()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "palette")
        await look(pilot, app)
        await pilot.pause()
        return app.export_screenshot(title="smtptui")


def with_font(svg: str) -> str:
    """Let a picture use the one font, at the size at which its characters fill the cells."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {FONT}")
    # Else the blanks at the beginning of a piece are lost.
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    return svg.replace("font-size: 20px", f"font-size: {CELL / ADVANCE:.3f}px")


def main(folder: Path) -> None:
    """Draw all pictures."""
    for name, look in PICTURES.items():
        svg = with_font(asyncio.run(drawn(look)))
        target = folder / f"{name}.png"
        command = ["rsvg-convert", "--output", str(target)]
        subprocess.run(command, input=svg.encode(), check=True)
        sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "assets"))
