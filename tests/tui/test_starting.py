"""What the start is made of: each thing once, and nothing that the first paint does not need before it."""

import gc
from collections.abc import Iterable
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Size

from smtptui.cli.environment import of_process
from smtptui.cli.explorer import open_explorer
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.screens.workspace import WorkspaceScreen
from smtptui.tui.views import View
from tests.tui.driving import NARROW, TINY, WIDE, until_true

VAST = (200, 60)
CLASSES = {TINY: {"-tiny", "-low"}, NARROW: {"-narrow", "-short"}, WIDE: {"-wide"}, VAST: {"-vast"}}


@pytest.mark.parametrize("size", CLASSES)
async def test_all_is_laid_out_for_the_size_there_is_from_the_first_time_on(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[set[str]] = []
    lay_out = WorkspaceScreen._refresh_layout

    def noted(self: WorkspaceScreen, size: Size | None = None, scroll: bool = False) -> None:
        laid_out.append(set(self.classes))
        lay_out(self, size, scroll)

    monkeypatch.setattr(WorkspaceScreen, "_refresh_layout", noted)
    app = SmtptuiApp()
    async with app.run_test(size=size) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        assert laid_out[0] >= CLASSES[size]


async def test_a_size_that_is_told_again_is_laid_out_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[Size | None] = []
    lay_out = WorkspaceScreen._refresh_layout

    def noted(self: WorkspaceScreen, size: Size | None = None, scroll: bool = False) -> None:
        laid_out.append(size)
        lay_out(self, size, scroll)

    monkeypatch.setattr(WorkspaceScreen, "_refresh_layout", noted)
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        assert laid_out.count(Size(*WIDE)) == 1
        await pilot.resize_terminal(*NARROW)
        await until_true(pilot, lambda: laid_out.count(Size(*NARROW)) == 1)


async def test_the_styles_are_worked_out_once_when_another_view_is_gone_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        whole: list[DOMNode] = []
        update_nodes = Stylesheet.update_nodes

        def noted(self: Stylesheet, nodes: Iterable[DOMNode], animate: bool = False) -> None:
            nodes = list(nodes)
            whole.extend(node for node in nodes if node is app.workspace)
            update_nodes(self, nodes, animate)

        monkeypatch.setattr(Stylesheet, "update_nodes", noted)
        app.workspace.go(View.COMPARE)
        assert len(whole) == 1
        assert app.workspace.has_class("-compare")
        assert not app.workspace.has_class("-codes")


async def test_the_collector_that_waited_for_the_start_works_once_everything_stands() -> None:
    gc.disable()
    try:
        app = SmtptuiApp()
        async with app.run_test(size=WIDE) as pilot:
            await until_true(pilot, gc.isenabled)
    finally:
        gc.enable()


def test_the_collector_waits_while_the_explorer_starts_and_works_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked: list[bool] = []

    def run(self: SmtptuiApp, **_options: Any) -> None:
        worked.append(gc.isenabled())

    monkeypatch.setattr(SmtptuiApp, "run", run)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.headless_driver:HeadlessDriver")
    monkeypatch.setenv("SMTPTUI_STATE", "/dev/null")
    open_explorer(of_process())
    assert worked == [False]
    assert gc.isenabled()
