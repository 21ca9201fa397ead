"""Work that grows with what there is to do, not with what has been done: counted in calls, not in time."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from smtptui.wire.dialogue import Dialogue

MANY = 400


def _calls(run: Callable[[], None]) -> int:
    """Return how many calls `run` makes, those of built-in functions among them."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def _ready() -> Dialogue:
    dialogue = Dialogue()
    dialogue.receive(b"220 mx.example ESMTP\r\n", 0.0)
    dialogue.send("EHLO client.example", 0.0)
    dialogue.receive(b"250-mx.example\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n", 0.0)
    dialogue.send("AUTH PLAIN AGFubmEAaHVudGVyMi1zZWNyZXQ=", 0.0, risk=dialogue.risk_of("AUTH PLAIN x"))
    dialogue.receive(b"235 2.7.0 ok\r\n", 0.0)
    return dialogue


def _send(dialogue: Dialogue, number: int) -> None:
    for each in range(number):
        dialogue.send(f"NOOP {each}", 1.0)


@pytest.mark.parametrize("waiting", [0, 10 * MANY], ids=["none waits", "thousands wait"])
def test_sending_costs_the_same_however_many_commands_wait_for_their_reply(waiting: int) -> None:
    dialogue = _ready()
    _send(dialogue, waiting)
    few, many = (_calls(lambda number=number: _send(dialogue, number)) for number in (MANY, 4 * MANY))  # type: ignore[misc]
    assert many <= 4.4 * few


def test_a_reply_costs_the_same_however_many_commands_wait() -> None:
    costs = []
    for number in (MANY, 10 * MANY):
        dialogue = _ready()
        _send(dialogue, number)
        costs.append(_calls(lambda dialogue=dialogue: dialogue.receive(b"250 ok\r\n" * MANY, 2.0)))  # type: ignore[misc]
        assert len(dialogue.pending) == number - MANY
    assert costs[1] <= 1.1 * costs[0]
