"""Lines that keep their indentation."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.selection import Selection
from textual.widgets import Static

from smtptui.tui.page import Line, Page, Row, breaks, text_of
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


@given(st.text(alphabet="ab –語é", max_size=60), st.integers(2, 20))
def test_a_wrapped_text_loses_no_letter_and_no_row_is_too_wide(text: str, width: int) -> None:
    spans = breaks(text, width)
    rows = [text[start:end] for start, end in spans]
    assert "".join(rows).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(row) <= width for row in rows)
    assert [start for start, _end in spans] == sorted(start for start, _end in spans)


def test_a_row_of_a_table_has_columns_where_there_is_room_and_lines_where_there_is_not() -> None:
    cells = (Content("AUTH"), Content("Mechanism not supported"), Content("use another"))
    page = Page([Row(cells, (6, 0, 0), (Line(Content("AUTH  Mechanism not supported")),))])
    assert [line for line in page.laid(80).lines if isinstance(line, Row)]
    assert [text_of(line) for line in page.laid(40).lines] == ["AUTH  Mechanism not supported"]
    assert page.plain == "AUTH  Mechanism not supported  use another"


def test_what_is_selected_of_a_page_is_its_text_whatever_the_width() -> None:
    page = Page([Line(Content("one two three"), Content("• ")), Content("four")])
    whole = Selection(Offset(0, 0), Offset(4, 1))
    assert page.selected(whole, 6) == page.selected(whole, 80) == "• one two three\nfour"
    assert page.selected(Selection(Offset(2, 0), Offset(5, 0)), 6) == "one"


def test_a_text_of_several_lines_is_several_lines_of_the_page() -> None:
    page = Page([Line(Content("a\nb"), Content("- "))])
    assert page.plain == "- a\n  b"
