"""A list of options is paged whatever room it has."""

import pytest
from textual.app import App, ComposeResult

from smtptui.tui.option_rows import OptionRows
from tests.tui.driving import until_true


@pytest.mark.parametrize("style", ["display: none", "height: 0"])
async def test_paging_a_list_without_room_does_nothing(style: str) -> None:
    class Listing(App[None]):
        CSS = f"OptionRows {{ {style}; }}"

        def compose(self) -> ComposeResult:
            yield OptionRows("one", "two", "three")

    app = Listing()
    async with app.run_test(size=(20, 5)):
        rows = app.query_one(OptionRows)
        rows.highlighted = 1
        rows.action_page_down()
        rows.action_page_up()
        assert rows.highlighted == 1


async def test_paging_a_list_goes_to_its_end_and_back() -> None:
    class Listing(App[None]):
        def compose(self) -> ComposeResult:
            yield OptionRows(*map(str, range(40)))

    app = Listing()
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        await until_true(pilot, lambda: app.query_one(OptionRows).highlighted == 39)
