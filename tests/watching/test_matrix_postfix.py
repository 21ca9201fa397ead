"""The matrix with a real Postfix: every line of it is answered, and nothing disagrees without a reason."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from smtptui.session.target import Target, TlsMode
from smtptui.watching.finding import Finding
from smtptui.watching.implementing import trials
from smtptui.watching.matrix import Matrix
from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import Closed, Event, ReplyReceived
from tests.postfix_server import PostfixUnavailable, running_postfix
from tests.session.scripted import run
from tests.session.watching import OPTIONS

pytestmark = pytest.mark.postfix


class Conducted:
    """A matrix that is gone through without a screen."""

    def __init__(self) -> None:
        self.matrix: Matrix | None = None
        self.events: list[Event] = []
        self._answered = asyncio.Event()

    async def lines(self) -> AsyncIterator[str]:
        """Yield each line once the one before is answered."""
        assert self.matrix is not None
        while (line := self.matrix.line) is not None:
            self._answered.clear()
            yield line
            await self._answered.wait()

    def hear(self, event: Event) -> None:
        """Take an event of the session."""
        self.events.append(event)
        if isinstance(event, ReplyReceived) and event.asked is not None:
            if self.matrix is None:
                self.matrix = Matrix(trials(Extensions.parse(event.reply)))
            elif event.asked.verb != "QUIT":
                self.matrix.answered(event)
                self._answered.set()


async def test_a_real_postfix_is_tried_to_the_end_and_says_no_more_than_it_offers(
    tmp_path: Path, postfix_or_skip: Callable[[str], None]
) -> None:
    conducted = Conducted()
    try:
        with running_postfix(tmp_path) as server:
            target = Target("127.0.0.1", server.port, TlsMode.NONE)
            async for event in run(target, conducted.lines(), options=OPTIONS, insist=True):
                conducted.hear(event)
            log = server.log.read_text()
    except PostfixUnavailable as error:
        postfix_or_skip(str(error))
        return
    matrix = conducted.matrix
    assert matrix is not None
    assert matrix.done
    found = {outcome.trial.name: outcome for outcome in matrix.rows}
    assert found["SIZE"].finding is Finding.ACCEPTED
    assert found["NOTIFY=NEVER"].finding is Finding.ACCEPTED
    assert found["XSMTPTUI"].code in (500, 502, 555)
    assert not any(outcome.disagrees for outcome in matrix.rows)
    (closed,) = [event for event in conducted.events if isinstance(event, Closed)]
    assert closed.expected
    assert "too many errors" not in log
