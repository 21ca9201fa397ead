"""The two lines that stay in the shell."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.farewell import farewell
from smtptui.watching.fold import feed
from smtptui.watching.watched import Watched
from smtptui.wire.events import TlsEstablished
from tests.tui.transcript import GREETING_AND_504, events


def left(transcript: str, label: str = "mx.example:25") -> tuple[str, ...]:
    """Return the lines that stay after a session."""
    return farewell(Watched(Catalogue(), label, fold=feed(events(transcript))))


def test_server_greeting_and_the_last_refusal_with_its_meaning_stay() -> None:
    assert left(GREETING_AND_504) == (
        "mx.example:25 · no TLS · 220 mx.example ESMTP Postfix",
        "504 5.5.4 Unrecognized authentication type · AUTH · mechanism not supported: it offers PLAIN LOGIN",
    )


def test_one_line_stays_where_nothing_was_refused_and_none_without_a_session() -> None:
    assert left("S: 220 mx ESMTP") == ("mx.example:25 · no TLS · 220 mx ESMTP",)
    assert left("S: 220 mx ESMTP", "") == ()


def test_the_version_of_tls_stays() -> None:
    fold = feed(events("S: 220 mx ESMTP"))
    fold.receive(TlsEstablished(101.0, "TLSv1.3", "TLS_AES_256_GCM_SHA384", 256, True, ()))
    assert farewell(Watched(Catalogue(), "mx:465", fold=fold)) == ("mx:465 · TLSv1.3 · 220 mx ESMTP",)


def test_what_a_server_said_is_shown_without_its_control_characters_and_cut() -> None:
    (line,) = left("S: 220 \x1b]0;x\x07" + "y" * 500)
    assert "\x1b" not in line
    assert line.endswith("y…")
    assert len(line) < 160
