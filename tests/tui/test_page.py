"""Lines that keep their indentation."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from smtptui.tui.page import Line, Page
from tests.tui.driving import screen_text, until_true


async def test_a_line_that_wraps_goes_on_under_its_own_beginning() -> None:

    class OnePage(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(
                Page(
                    [
                        Content("Title"),
                        None,
                        Line(Content("one two three four"), Content("• ")),
                        Content("end"),
                    ]
                )
            )

    app = OnePage()
    async with app.run_test(size=(12, 8)) as pilot:
        await until_true(
            pilot,
            lambda: screen_text(app).split("\n")[:5] == ["Title", "• one two", "  three four", "end", ""],
        )


def test_its_height_is_that_of_what_it_draws() -> None:
    page = Page([Line(Content("one two three four"), Content("• ")), Content("end")])
    assert page.get_height({}, 12) == 3
    assert page.get_height({}, 80) == 2
