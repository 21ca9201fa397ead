"""Texts that the user pastes."""

import pytest
from textual.widgets import TextArea

from smtptui.tui.app import SmtptuiApp
from smtptui.watching.pasted import read
from smtptui.watching.rows import Highlight
from tests.tui.driving import WIDE, screen_text, until

SWAKS = """\
=== Connected to mx.example.
<-  220 mx.example ESMTP Postfix
 -> EHLO me.example
<-  250-mx.example
<-  250 AUTH PLAIN LOGIN
 -> AUTH PLAIN AHVzZXIAaHVudGVyMg==
<** 535 5.7.8 Error: authentication failed
 -> AUTH FOOBAR
<** 504 5.5.4 Unrecognized authentication type
"""

LOG = (
    "Nov 23 10:00:01 mx postfix/smtp[77]: 4AB: to=<a@example.org>, relay=mx.example.org[192.0.2.1]:25, "
    "dsn=5.5.2, status=bounced (host mx.example.org said: 504 5.5.2 <scanner>: Helo command rejected: "
    "need fully-qualified hostname (in reply to RCPT TO command))"
)


def test_a_transcript_becomes_rows_with_the_commands_they_answer() -> None:
    live = read(SWAKS)
    assert [row.code for row in live.rows if row.code] == [220, 250, 535, 504]
    assert [row.highlight for row in live.rows if row.highlight] == [
        Highlight.GREETING,
        Highlight.NOT_IMPLEMENTED,
    ]
    assert "AUTH FOOBAR" in [row.text for row in live.rows]


def test_a_credential_in_a_pasted_transcript_is_in_no_row() -> None:
    assert not any("AHVzZXIAaHVudGVyMg" in repr(row) for row in read(SWAKS).rows)


async def test_a_pasted_text_is_browsed_like_a_session() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await until(pilot, "Explain a text")
        app.screen.query_one(TextArea).text = SWAKS
        await pilot.press("ctrl+s")
        text = await until(pilot, "WHAT IT MEANS HERE")
        assert "Mechanism not supported" in text
        assert "line 2  ← 220 mx.example" in text
        assert "pasted text: 4 replies" in text
        assert app.workspace.code_list.counts["504"] == 1
        await pilot.press("home")
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        assert app.workspace.view == "codes"


async def test_a_line_of_a_log_is_explained_by_what_it_is_about() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await until(pilot, "Explain a text")
        app.screen.query_one(TextArea).text = LOG
        await pilot.press("ctrl+s")
        text = await until(pilot, "WHAT IT MEANS HERE")
        assert "HELO name not fully qualified" in text


async def test_a_text_without_a_reply_says_what_one_looks_like() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("p")
        await until(pilot, "Explain a text")
        app.screen.query_one(TextArea).text = "listening on port 587 since 2024"
        await pilot.press("ctrl+s")
        await until(pilot, "No reply was found")
        assert "pasted text" not in screen_text(app)


@pytest.mark.parametrize("before", ["a\x0cb", "a\u2028b", "a\x85b\x1cc"])
def test_a_reply_stands_in_the_line_in_which_an_editor_shows_it(before: str) -> None:
    (row,) = read(f"{before}\r\n550 5.1.1 No such user\r\n").rows
    assert row.at == 2.0
