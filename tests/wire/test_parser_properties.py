"""What holds for any octets at all."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Reply, ReplyLine

_REPLIES = [b"250", b"250-", b"250 ", b"220 mx", b"354 ", b"554 5.7.1 no", b"(#5.1.1)", b"5.7.26 "]
_ENDS = [b"\r\n", b"\n", b"\r"]
_ODD = [b"\0", b"\x16\x03\x01", b"\x15\x03", b"HTTP/1.1", b"* OK", b"+OK", b"2_5", b"\xff", b"x" * 300]
_PIECES = st.sampled_from(_REPLIES + _ENDS + _ODD)
STREAMS = st.one_of(
    st.binary(max_size=200),
    st.lists(st.one_of(_PIECES, st.binary(max_size=3)), max_size=40).map(b"".join),
)


def read(chunks: list[bytes]) -> list[ReplyLine | Reply]:
    parser = ReplyParser()
    items = [item for chunk in chunks for item in parser.feed(chunk, 0.0)]
    return items + parser.end(0.0)


@given(STREAMS)
def test_octets_are_never_refused_and_never_lost(octets: bytes) -> None:
    lines = [item for item in read([octets]) if isinstance(item, ReplyLine)]
    assert b"".join(line.raw for line in lines) == octets


@given(STREAMS, st.lists(st.integers(0, 400), max_size=8))
@settings(max_examples=300)
def test_chunks_change_nothing(octets: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(octets)) for cut in cuts), len(octets)]
    chunks = [octets[a:b] for a, b in pairwise(edges)]
    assert read(chunks) == read([octets])


@given(STREAMS)
def test_a_reply_consists_of_the_lines_before_it(octets: bytes) -> None:
    before: list[ReplyLine] = []
    for item in read([octets]):
        if isinstance(item, ReplyLine):
            before.append(item)
        else:
            assert item.lines == tuple(before[-len(item.lines) :])
            assert item.code == [line.code for line in item.lines if line.code is not None][-1]


@given(STREAMS, st.lists(st.floats(0, 9), min_size=1, max_size=20))
def test_times_never_run_backwards(octets: bytes, times: list[float]) -> None:
    times.sort()
    parser = ReplyParser()
    size = max(1, len(octets) // len(times))
    items: list[ReplyLine | Reply] = []
    for at, start in zip(times, range(0, len(octets), size), strict=False):
        items += parser.feed(octets[start : start + size], at)
    for item in items:
        assert item.at <= item.until
