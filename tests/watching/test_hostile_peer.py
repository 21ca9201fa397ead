"""Whatever octets a peer sends: rows, their words and their explanations are made, and safe to show."""

from hypothesis import given, settings
from hypothesis import strategies as st

from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.known import INTRODUCTIONS
from smtptui.watching.retention import SHOWN
from smtptui.watching.watched import Watched
from smtptui.wire.dialogue import Dialogue
from tests.tui.driving import FedSource

CATALOGUE = Catalogue()

LINE = st.one_of(
    st.binary(max_size=60),
    st.builds(
        lambda code, separator, text: code + separator + text,
        st.sampled_from([b"220", b"250", b"334", b"504", b"550", b"421", b"354", b"999", b"000"]),
        st.sampled_from([b" ", b"-", b"", b"\t"]),
        st.one_of(
            st.binary(max_size=40),
            st.sampled_from(
                [b"5.5.4 x", b"mx.example ESMTP Postfix", b"AUTH PLAIN", b"\x1b]52;c;aGk=\x07", b"x" * 9000]
            ),
        ),
    ),
)
COMMAND = st.sampled_from(
    [*INTRODUCTIONS, "AUTH FOOBAR", "NOOP", "DATA", "HELP", "STARTTLS", "RCPT TO:<a@b.example>"]
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.tuples(LINE, st.sampled_from([b"\r\n", b"\n", b"\r", b""])),
            COMMAND,
        ),
        max_size=25,
    )
)
def test_whatever_comes_is_shown_safely(script: list[tuple[bytes, bytes] | str]) -> None:
    dialogue, source = Dialogue(), FedSource()
    watched = Watched(CATALOGUE, "mx", source=source)
    at = 0.0
    for step in script:
        at += 1.0
        if isinstance(step, str):
            try:
                source.put(*dialogue.send(step, at)[1])
            except ValueError:
                continue
        else:
            source.put(*dialogue.receive(b"".join(step), at))
        watched.advance()
        for row in list(watched.fold.rows):
            assert row.text.isprintable(), row.text
            assert len(row.text) <= 5 * SHOWN
            assert watched.words(row).isprintable()
            assert row.reply is None or watched.explanation(row) is not None
            if row.folded and not row.unfolded:
                watched.fold.unfold(row)
    source.put(*dialogue.end_of_stream(at))
    watched.advance()
    numbers = [row.number for row in watched.fold.rows]
    assert numbers == sorted(numbers)
