"""The guard at the exit, for what missed `visible()` on its way."""

import pytest
from rich.segment import ControlType, Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.widgets import Static

from smtptui.tui.app import SmtptuiApp
from smtptui.tui.guard import Guard
from tests.tui.driving import until

BLACK = Color(0, 0, 0)


@pytest.mark.parametrize("unsafe", ["\x1b[2J", "\x9b31m", "\x00", "\x7f", "\u202e", "\u200b", "a\rb"])
def test_a_control_character_in_a_text_does_not_pass(unsafe: str) -> None:
    guarded = Guard().apply([Segment("ok "), Segment(unsafe)], BLACK)
    text = "".join(segment.text for segment in guarded)
    assert text.startswith("ok ")
    assert text != f"ok {unsafe}"
    assert all(character.isprintable() for character in text)


def test_what_is_safe_passes_as_it_is() -> None:
    segments = [Segment("220 mx.example ✓ é 日本"), Segment("")]
    assert Guard().apply(segments, BLACK) is segments


def test_textuals_own_control_segments_pass() -> None:
    control = Segment("\x1b[H", None, [(ControlType.HOME,)])
    assert Guard().apply([control, Segment("\x1b")], BLACK)[0] is control


async def test_it_stands_at_the_exit_of_every_widget() -> None:
    class Careless(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(Content("\x1b]52;c;aGk=\x07", strip_control_codes=False))

        def get_line_filters(self) -> list[LineFilter]:
            return [*super().get_line_filters(), Guard()]

    app = Careless()
    async with app.run_test(size=(40, 3)) as pilot:
        await until(pilot, "␛]52")
        drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "\x1b" not in drawn
        assert "␛]52" in drawn
    assert any(isinstance(each, Guard) for each in SmtptuiApp().get_line_filters())
