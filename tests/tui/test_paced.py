"""What is done at once, and then only so often."""

from collections.abc import Callable

import pytest
from textual.message_pump import MessagePump

from smtptui.tui.paced import Paced


class Owner(MessagePump):
    """Keeps what a timer is to do until the test says that its time has come."""

    def __init__(self) -> None:
        super().__init__()
        self.timers: list[Callable[[], None]] = []

    def set_timer(self, delay: float, callback: Callable[[], None]) -> None:  # type: ignore[override]
        self.timers.append(callback)


def test_what_is_asked_for_while_it_rests_is_done_once_after_the_rest() -> None:
    owner, done = Owner(), []

    def do() -> float:
        done.append("done")
        return 0.5

    paced = Paced(owner, do)
    paced.ask()
    paced.ask()
    paced.ask()
    assert len(done) == 1
    owner.timers.pop()()
    assert len(done) == 2
    owner.timers.pop()()
    assert len(done) == 2
    paced.ask()
    assert len(done) == 3


def test_what_has_failed_once_is_done_when_it_is_asked_for_again() -> None:
    done: list[str] = []

    def do() -> float:
        done.append("done")
        if len(done) == 1:
            raise ValueError
        return 0.0

    paced = Paced(Owner(), do)
    with pytest.raises(ValueError):  # noqa: PT011
        paced.ask()
    paced.ask()
    assert len(done) == 2
