"""A recording of a million lines: its first paint beside an empty start, its end, and the memory.

``python -m tests.benchmarks.recording [LINES] [ROUNDS] [SESSIONS]``: the real program in a pseudo-terminal,
both starts in turn; then from the key ``End`` to the end, and from there to words in the middle. Of several
sessions, whose lines are mixed, it is the last one.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from smtptui.recording.recorder import RecordingFile
from smtptui.wire.events import (
    Asked,
    Closed,
    CloseReason,
    CommandSent,
    Event,
    LineReceived,
    ReplyReceived,
    State,
)
from smtptui.wire.reply import Reply, ReplyLine
from tests.benchmarks.driven import driven
from tests.tui.transcript import events

LINES = 1_000_000
ROUNDS = 3
PATIENCE = 120.0
BATCH = 3000

BEGIN = "S: 220 mx.example ESMTP Postfix\nC: EHLO me\nS: 250-mx.example\nS: 250-PIPELINING\nS: 250 DSN"


def recipients(lines: int) -> Iterator[Event]:
    """Yield a session of so many recorded lines: one recipient after the other, each fiftieth refused."""
    at = 101.0
    for number in range(lines // 3):
        at += 0.001
        asked = Asked("RCPT", b"RCPT TO:<user%d@example.org>" % number, at)
        refused = b"550 5.1.1 <user%d@example.org>: Recipient address rejected: User unknown\r\n" % number
        line = ReplyLine((refused if number % 50 == 0 else b"250 2.1.5 Ok\r\n", at, at, (), 0))
        yield CommandSent(at, asked, len(asked.line) + 2)
        yield LineReceived(at, line)
        yield ReplyReceived(at, Reply(((), False, line)), asked, State.MAIL_TRANSACTION, 0.0)
    yield Closed(at + 1, CloseReason.QUIT, expected=True)


def made(path: Path, lines: int, sessions: int = 1) -> None:
    """Write the recording: so many lines, of so many sessions that were held at once."""
    file = RecordingFile(path)
    recorders = [file.session("mx.example:25", start=100.0) for _ in range(sessions)]
    for recorder in recorders:
        recorder.events(events(BEGIN))
    for own in zip(*[batches(lines // sessions, BATCH // sessions) for _ in recorders], strict=True):
        for recorder, batch in zip(recorders, own, strict=True):
            recorder.events(batch)
    file.close()


def batches(lines: int, size: int) -> Iterator[list[Event]]:
    """Yield a session of so many recorded lines, some events at a time."""
    left = recipients(lines)
    while batch := list(islice(left, size)):
        yield batch


def start(words: list[str], painted: bytes) -> tuple[float, int]:
    """Return the seconds until the first paint, and the octets that the program has then."""
    began = time.monotonic()
    with driven(words) as program:
        when = program.wait_for(painted, PATIENCE)
        assert when is not None, program.last_words
        return when - began, program.memory


def to_end(replay: list[str], words: bytes) -> tuple[float, float, int]:
    """Return the seconds from the key ``End`` until the end shows, and from a search until what it finds.

    Then the octets that the program has.
    """
    with driven(replay) as program:
        assert program.wait_for(b"replay 1", PATIENCE) is not None, program.last_words
        began, since = time.monotonic(), program.total
        program.send(b"\x1b[F")
        when = program.wait_for(b"closed after QUIT", PATIENCE, since=since)
        assert when is not None, program.last_words
        program.wait_quiet(0.5, 5.0)
        program.send(b"/")
        program.wait_quiet(0.3, 5.0)
        program.send(words)
        program.wait_quiet(0.5, 5.0)
        searched, since = time.monotonic(), program.total
        program.send(b"\r")
        found = program.wait_for(b"stands still", PATIENCE, since=since)
        assert found is not None, program.last_words
        return when - began, found - searched, program.memory


def main(lines: int = LINES, rounds: int = ROUNDS, sessions: int = 1) -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.smtp.jsonl"
        made(path, lines, sessions)
        words = ["replay", str(path), "--session", str(sessions)]
        empty, replay, ends = [], [], []
        for _ in range(rounds):
            empty.append(start([], b"Service ready"))
            replay.append(start(words, b"Service ready"))
            ends.append(to_end(words, b"user%d@" % (lines // 6 // sessions)))
        size = path.stat().st_size
    floor, ours = (statistics.median(seconds for seconds, _ in each) for each in (empty, replay))
    sys.stdout.write(
        f"{lines} lines, {size / 1e6:.0f} MB: first paint {ours * 1000:.0f} ms, "
        f"an empty start {floor * 1000:.0f} ms: {(ours - floor) * 1000:+.0f} ms\n"
        f"to the end {statistics.median(end for end, _, _ in ends) * 1000:.0f} ms, from there to words "
        f"in the middle {statistics.median(found for _, found, _ in ends) * 1000:.0f} ms; "
        f"memory {max(octets for _, _, octets in ends) / 1e6:.0f} MB, an empty start "
        f"{max(octets for _, octets in empty) / 1e6:.0f} MB\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
