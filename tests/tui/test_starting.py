"""What the start is made of: each thing once, and nothing that the first paint does not need before it."""

import asyncio
import gc
from collections.abc import Iterable
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Size

from smtptui.cli.environment import of_process
from smtptui.cli.explorer import open_explorer
from smtptui.reference.book.catalogue import Catalogue
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.screens.workspace import WorkspaceScreen
from smtptui.tui.views import View
from smtptui.tui.widgets.code_list import CodeList
from smtptui.tui.widgets.wire_log import WireLog
from smtptui.watching.fold import feed
from smtptui.watching.retention import settle
from smtptui.watching.watched import Watched
from tests.scripted_peer import plain_peer
from tests.tui.driving import NARROW, TINY, WIDE, until, until_true
from tests.tui.transcript import GREETING_AND_504, events

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


async def test_who_connects_at_once_sees_the_session_in_its_view_from_the_first_time_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first: list[tuple[bool, View, bool]] = []
    lay_out = WorkspaceScreen._refresh_layout

    def noted(self: WorkspaceScreen, size: Size | None = None, scroll: bool = False) -> None:
        if not first:
            first.append((self.is_furnished, self.view, self.panel.display and self.panel.connected))
        lay_out(self, size, scroll)

    monkeypatch.setattr(WorkspaceScreen, "_refresh_layout", noted)
    with plain_peer() as peer:
        app = SmtptuiApp(target=Target("127.0.0.1", peer.port, TlsMode.NONE))
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "GREETING")
            assert first == [(True, View.LIVE, True)]
            await pilot.press("escape")
            await until_true(pilot, lambda: app.workspace.view is View.CODES)


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("moment", ["compose", "set_up"])
async def test_who_closes_the_program_while_it_starts_meets_no_defect(
    moment: str, opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = WorkspaceScreen if moment == "set_up" else CodeList
    before = getattr(owner, moment)

    def closing(self: WorkspaceScreen | CodeList) -> Any:
        made = before(self)
        self.app.exit()
        return made

    monkeypatch.setattr(owner, moment, closing)
    with plain_peer() as peer:
        app = SmtptuiApp(target=Target("127.0.0.1", peer.port, TlsMode.NONE) if opened else None)
        await app.run_async(headless=True, size=WIDE)
    assert app.return_code == 0


async def test_a_session_that_nobody_came_to_see_is_closed_with_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nothing(_self: WorkspaceScreen) -> None:
        """Stand for an end before the panes are there."""

    monkeypatch.setattr(WorkspaceScreen, "show_opening", nothing)
    with plain_peer() as peer:
        app = SmtptuiApp(target=Target("127.0.0.1", peer.port, TlsMode.NONE))
        async with app.run_test(size=WIDE) as pilot:
            await until_true(pilot, lambda: app.workspace.is_furnished)
            assert app.workspace.opening is not None
            session = app.workspace.opening.session
            await until_true(pilot, lambda: session.session.status)
        assert await asyncio.to_thread(session.session.join, 30)


def test_a_greeting_that_came_before_anything_was_laid_out_has_its_word_for_the_first_paint() -> None:
    log = WireLog(Watched(Catalogue(), fold=feed(events(GREETING_AND_504))))
    assert not log.size
    log.explain(at_end=True)
    greeting = log.watched.fold.greeting
    assert greeting is not None
    assert greeting.tag


def test_nothing_is_settled_while_the_collector_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    settled: list[int] = []
    monkeypatch.setattr(gc, "collect", settled.append)
    monkeypatch.setattr(gc, "freeze", lambda: settled.append(-1))
    gc.disable()
    try:
        settle()
        assert settled == []
    finally:
        gc.enable()
    settle()
    assert settled == [1, -1]
