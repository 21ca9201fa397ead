"""Reports: everything is told, and nothing that a peer says is more than a text."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from smtptui.watching.fold import Fold
from smtptui.watching.reports.asciicast import asciicast
from smtptui.watching.reports.html import POLICY, STYLE, page
from smtptui.watching.reports.markdown import markdown
from smtptui.watching.watched import Watched
from smtptui.wire.events import (
    Closed,
    CloseReason,
    ConnectFailed,
    Event,
    Refused,
    ReplyReceived,
    State,
    TlsEstablished,
)
from tests.tui.transcript import AND_A_501, GREETING_AND_504, events
from tests.watching.reports.sessions import CATALOGUE, account

HOSTILE = (
    "S: 220-<script>alert(1)</script> <img src=http://evil.example/x onerror=alert(1)>\n"
    "S: 220-\u202e\u2066moc.elgoog \x1b]0;owned\x07 \x9b31m </code></details><!-- \n"
    f"S: 220 {'A' * 200_000} \"'&lt; ]]> <style>*{{display:none}}</style>\n"
    "C: AUTH <x>\n"
    "S: 504 5.5.4 ```\n"
    "C: NOOP\n"
    "S: 504 `````` [x](javascript:alert(1)) <b> | # \\\n"
)

ALLOWED = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "dl", "dt", "dd", "bdi", "ol", "li"),
        *("span", "div", "code", "details", "summary", "p", "footer"),
    )
)


class Elements(HTMLParser):
    """Every element with its attributes, and the text outside of the style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def html(happened: Iterator[Event]) -> str:
    return "\n".join(page(account(happened)))


def md(happened: Iterator[Event]) -> str:
    return "\n".join(markdown(account(happened)))


def cast(happened: Iterator[Event]) -> list[str]:
    watched = Watched(CATALOGUE, fold=Fold())
    return list(asciicast(happened, watched.fold, watched.words, "mx:25", 1e9))


@pytest.mark.parametrize("made", [html, md])
def test_a_report_tells_every_line_and_what_stands_out_with_its_meaning(made: object) -> None:
    text = made(events(AND_A_501))  # type: ignore[operator]
    for words in ("mx.example", "ESMTP Postfix", "SIZE 10240000", "AUTH FOOBAR", "BODY=9BIT"):
        assert words in text
    assert "Mechanism not supported" in text
    assert "offers PLAIN and LOGIN; you asked for FOOBAR" in text
    assert "as far as" in text


def test_a_hostile_peer_adds_no_element_to_the_page() -> None:
    found = Elements(html(events(HOSTILE)))
    names = {name for name, _ in found.elements}
    assert names <= ALLOWED
    assert found.comments == []
    attributes = {key for _, own in found.elements for key in own}
    assert attributes <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    assert [own for name, own in found.elements if name in ("style", "title")] == [{}, {}]
    assert "<script>alert(1)</script>" in found.text
    assert "\u202e" not in found.text
    assert "\x1b" not in found.text


def test_the_page_is_allowed_its_own_style_and_nothing_else() -> None:
    from base64 import b64encode
    from hashlib import sha256

    text = html(events(GREETING_AND_504))
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style == STYLE
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in POLICY
    policies = [own["content"] for _, own in Elements(text).elements if "http-equiv" in own]
    assert policies == [POLICY]
    assert POLICY.startswith("default-src 'none';")
    assert "url(" not in style
    assert "http" not in style
    assert "@import" not in style


def test_a_long_line_is_cut_in_a_report() -> None:
    assert len(html(events(HOSTILE))) < 40_000
    assert len(md(events(HOSTILE))) < 40_000
    assert max(map(len, cast(events(HOSTILE)))) < 10_000


def test_backticks_of_a_peer_do_not_end_a_block_of_code() -> None:
    text = md(events(HOSTILE))
    outside, fence = [], ""
    for line in text.splitlines():
        if not fence and (begun := re.fullmatch(r"(`{3,})text", line)):
            fence = begun[1]
        elif fence and line == fence:
            fence = ""
        elif not fence:
            outside.append(line)
    assert fence == ""
    assert not any(re.search(r"(?<!\\)[`<\[]", line) for line in outside)
    assert not any(re.search(r"(?<!\\)\](?=\()", line) for line in outside)


def test_what_begins_a_line_is_no_list_and_no_heading() -> None:
    from smtptui.watching.reports.markdown import escaped

    assert [escaped(text) for text in ("1. x", "12) x", "- x", "+ x", "=== x", "# x", "a-b 1. (x)")] == [
        "1\\. x",
        "12\\) x",
        "\\- x",
        "\\+ x",
        "\\=== x",
        "\\# x",
        "a-b 1. (x)",
    ]


def test_an_asciicast_is_one_and_marks_the_greeting_and_each_504() -> None:
    lines = [json.loads(line) for line in cast(events(AND_A_501))]
    assert lines[0]["version"] == 2
    assert lines[0]["timestamp"] == 1_000_000_000
    assert all(len(line) == 3 and line[1] in "om" for line in lines[1:])
    assert [line[0] for line in lines[1:]] == sorted(line[0] for line in lines[1:])
    assert [line for line in lines[1:] if line[1] == "m"] == [
        [0.004, "m", "GREETING  Postfix"],
        [0.052, "m", "504  mechanism not supported: it offers PLAIN LOGIN"],
    ]


def test_a_terminal_gets_colours_from_an_asciicast_and_nothing_else() -> None:
    shown = "".join(line[2] for line in map(json.loads, cast(events(HOSTILE))) if isinstance(line, list))
    left = re.sub(r"\x1b\[[\d;]*m|\r\n", "", shown)
    assert left.isprintable()


def test_trouble_has_its_advice_and_no_tls_verification_is_said() -> None:
    happened: list[Event] = [
        ConnectFailed(100.0, "mx", "192.0.2.1", 25, "refused", "Is it running?"),
        TlsEstablished(100.1, "TLSv1.3", "AES", 256, False, ()),
        Refused(100.2, b"FOO", "no"),
        Closed(100.3, CloseReason.NOT_CONNECTED, advice="Try another."),
    ]
    for text in (html(iter(happened)), md(iter(happened))):
        assert "Is it running?" in text
        assert "Try another." in text
        assert "not verified" in text


def test_what_a_flood_pushed_out_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.retention.ROWS_KEPT", 10)
    monkeypatch.setattr("smtptui.watching.retention.ROWS_FORGOTTEN", 5)
    many = events("S: 220 mx\n" + "C: NOOP\nS: 250 ok\n" * 40)
    text = md(many)
    assert re.search(r"The oldest \d+ lines are left out", text)


def test_a_session_without_any_reply_is_told_too() -> None:
    assert "mx.example:25" in html(iter([]))
    assert "mx.example:25" in md(iter([]))
    assert len(cast(iter([]))) == 1


def test_an_unasked_reply_is_told() -> None:
    reply = next(event for event in events("S: 220 mx\nC: X\nS: 421 bye") if isinstance(event, ReplyReceived))
    alone = ReplyReceived(100.0, reply.reply, None, State.READY)
    assert "421 bye" in html(iter([alone]))
