"""Every theme of ours can be read: each text on each ground of the real screens, computed."""

from collections.abc import AsyncIterator, Iterator

import pytest
from rich.color import ColorType
from rich.style import Style
from textual.pilot import Pilot

from smtptui.tui.app import SmtptuiApp
from smtptui.tui.themes import ANSI, OWN
from tests.tui.driving import WIDE, entry, feed_events, settled, until, until_true
from tests.tui.transcript import GREETING_AND_504, events

LEAST = 4.5
"""Contrast that WCAG 2 asks of text (level AA)."""

ORNAMENT = set("│─╭╮╰╯▌▐▁▂▃▄▅▆▇█▏▔▍▎ ·›•…┃━▸▾○●")
"""What is not read: edges, bars, marks that something else says as well."""


def _luminance(rgb: tuple[int, int, int]) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(style: Style) -> float:
    """Return the contrast of a style's two colours, 1 to 21."""
    assert style.color is not None
    assert style.bgcolor is not None
    one, other = (_luminance(color.get_truecolor()) for color in (style.color, style.bgcolor))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def styled_texts(app: SmtptuiApp) -> Iterator[tuple[str, Style]]:
    """Yield every text on the screen with its style; of a dialog, not what is dimmed behind it."""
    over = app.screen is not app.workspace
    boxes = list(app.screen.query(".dialog, CommandPalette > Vertical")) if over else []
    box = boxes[0].region if boxes else app.screen.region
    for strip in app.screen._compositor.render_strips()[box.y : box.bottom]:
        for text, style, _control in strip.crop(box.x, box.right):
            if style is not None and set(text) - ORNAMENT:
                yield text, style


async def _states(pilot: Pilot[None]) -> AsyncIterator[str]:
    """Bring up one screen after the other, with all that is coloured on it."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until(pilot, "palette")
    yield "start"
    app.workspace.code_list.highlight(entry("504"))
    await pilot.press("enter", "space")
    await until(pilot, " 504 Command parameter not implemented")
    yield "card"
    app.workspace.comparison.sides = (entry("220"), entry("504"))
    await pilot.press("c")
    await until(pilot, "KEY DIFFERENCES")
    yield "comparison"
    feed_events(app, events(GREETING_AND_504))
    await pilot.press("3")
    await until(pilot, "504 5.5.4")
    yield "live"
    await pilot.press("1", "slash")
    app.workspace.code_list.filter_input.value = "greylist"
    await until(pilot, "in the texts")
    yield "search"
    await pilot.press("escape", "escape", "question_mark")
    await until(pilot, "esc closes")
    yield "help"
    await pilot.press("escape", "ctrl+o")
    await until(pilot, "Connect")
    yield "connect"
    await pilot.press("escape", "ctrl+p")
    await until(pilot, "a code, 504 535, a host")
    yield "palette"


@pytest.mark.parametrize("theme", [theme for theme in OWN if not theme.ansi], ids=lambda theme: theme.name)
async def test_every_text_stands_out_from_its_ground(theme: object) -> None:
    app = SmtptuiApp(theme=theme.name)  # type: ignore[attr-defined]
    async with app.run_test(size=WIDE) as pilot:
        low: dict[tuple[str, str, str], float] = {}
        async for state in _states(pilot):
            await settled(pilot)
            for text, style in styled_texts(app):
                if (found := contrast(style)) < LEAST:
                    colors = f"{style.color.get_truecolor().hex} on {style.bgcolor.get_truecolor().hex}"  # type: ignore[union-attr]
                    low.setdefault((state, colors, text.strip()), round(found, 2))
        assert not low, "\n".join(f"{ratio} {what}" for what, ratio in low.items())


async def test_with_the_colours_of_the_terminal_nothing_else_goes_out() -> None:
    app = SmtptuiApp(theme=ANSI.name)
    async with app.run_test(size=WIDE) as pilot:
        async for state in _states(pilot):
            await settled(pilot)
            for text, style in styled_texts(app):
                for color in (style.color, style.bgcolor):
                    allowed = (ColorType.DEFAULT, ColorType.STANDARD)
                    assert color is None or color.type in allowed, (state, text, color)


async def test_without_colours_nothing_moves_and_what_is_said_is_all_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        assert app.animation_level == "none"
        feed = "✗ mechanism not supported"
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        await until(pilot, feed)
        for _text, style in styled_texts(app):
            for color in (style.color, style.bgcolor):
                if color is not None:
                    red, green, blue = color.get_truecolor()
                    assert red == green == blue


async def test_f2_switches_between_light_and_dark_and_keeps_the_contrast() -> None:
    app = SmtptuiApp(theme="smtptui-high-dark")
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        for theme in ("smtptui-high-light", "smtptui-high-dark"):
            await pilot.press("f2")
            await until_true(pilot, lambda: app.theme == theme)  # noqa: B023
        app.theme = "nord"
        await pilot.press("f2")
        await until_true(pilot, lambda: app.theme == "smtptui-light")
