"""Single lines, and what must hold for any text at all."""

import base64
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtptui.reference.book.catalogue import Catalogue
from smtptui.text import visible
from smtptui.transcripts.credentials import HIDDEN
from smtptui.transcripts.parts import LINE_READ
from smtptui.transcripts.reader import Reader, find_replies
from smtptui.transcripts.sessions import SESSIONS_KEPT

ONE = [
    ("504", "504", "", "", ""),
    ("5.7.1", "", "5.7.1", "", ""),
    ("504 5.5.4 Unrecognized authentication type", "504", "5.5.4", "", "Unrecognized authentication type"),
    (
        "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Bad credentials')",
        "535",
        "5.7.8",
        "AUTH",
        "Bad credentials",
    ),
    ("server message: 504 5.5.4 nope", "504", "5.5.4", "", "nope"),
    ("msmtp: ... smtpstatus=504 smtpmsg='504 nope'", "504", "", "", "nope"),
    ("Diagnostic-Code: smtp; 550 5.1.1 unknown", "550", "5.1.1", "", "unknown"),
    (
        "host mx.example[192.0.2.1] said: 450 4.2.0 later (in reply to RCPT TO command)",
        "450",
        "4.2.0",
        "RCPT",
        "",
    ),
    ("S: 550 sorry, no mailbox here by that name. (#5.7.17)", "550", "5.7.17", "CONNECT", ""),
    ("the server returned 554 and hung up", "554", "", "", ""),
    ("554 rejected, see https://lists.example/why?ip=192.0.2.1", "554", "", "", "see https://lists.example"),
    ("421 HTTP requests not allowed", "421", "", "", "HTTP requests"),
    ("503 5.5.1 Error: AUTH not available", "503", "5.5.1", "", "AUTH not available"),
    ("504 AUTH mechanism not available", "504", "", "", "AUTH mechanism not available"),
    ("501 Error: syntax: AUTH XOAUTH2 token", "501", "", "", "AUTH XOAUTH2 token"),
]

NONE = [
    "",
    "hello",
    "HTTP/1.1 504 Gateway Timeout",
    "504 Gateway Time-out",
    "listening on 587",
    "in 2026 and 2025",
    "250 files",
    "queue id 5042501234",
    "version 5.5.4.1",
    "192.0.2.250",
    "504 requests in 250 ms",
    "500 errors found",
    "450 km",
    "354 days",
    "550 USD, paid",
    "250 of 504",
    "221B Baker Street",
    "Line 504: something",
    "exit code 250",
    "504 https://www.example.org/slow",
    "GET https://www.example.org/ returned 504",
    "https://www.example.org/ failed: 504",
    "nginx: upstream error: 504",
    '192.0.2.1 - - [23/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 504 160',
    "HTTP error 504",
    "502 Bad Gateway",
    "Nov 23 10:00:00 mx sshd[504]: Accepted publickey from 192.0.2.1 port 550 ssh2",
    "Nov 23 10:00:00 mx postfix/qmgr[550]: 504A2C5: from=<a@b.example>, size=550, nrcpt=1 (queue active)",
    "Nov 23 10:00:00 mx postfix/smtpd[504]: connect from mx.example[192.0.2.250]:25",
    "2026-11-23 10:00:00 1xYz12-000504-AB Completed",
]


@pytest.mark.parametrize(("line", "code", "enhanced", "command", "text"), ONE)
def test_a_reply_in_one_line_is_found(line: str, code: str, enhanced: str, command: str, text: str) -> None:
    (found,) = find_replies([line])
    assert (found.evidence.code, found.evidence.enhanced, found.evidence.command) == (code, enhanced, command)
    assert text in found.evidence.text


@pytest.mark.parametrize("line", NONE)
def test_a_number_that_is_no_reply_is_not_found(line: str) -> None:
    assert list(find_replies([line])) == []


def test_a_reply_of_several_lines_is_one() -> None:
    (found,) = find_replies(["550-5.7.1 one", "550-5.7.1 two", "550 5.7.1 three"])
    assert found.evidence.text == "one two three"
    assert found.line == 3


def test_the_last_line_decides_and_mixed_codes_are_noted() -> None:
    (found,) = find_replies(["250-one", "550 two"])
    assert found.evidence.code == "550"
    assert found.evidence.anomalies == ("mixed codes",)


def test_a_reply_cut_off_at_the_end_is_still_found() -> None:
    (found,) = find_replies(["550-5.7.1 one"])
    assert found.evidence.code == "550"


def test_pipelined_commands_are_answered_in_order() -> None:
    lines = [
        "S: 220 x ESMTP",
        "C: MAIL FROM:<a>",
        "C: RCPT TO:<b>",
        "C: DATA",
        "S: 250 ok",
        "S: 550 no",
        "S: 554 no",
    ]
    assert [found.evidence.command for found in find_replies(lines)] == ["CONNECT", "MAIL", "RCPT", "DATA"]


def test_message_data_is_not_read_as_commands() -> None:
    lines = [
        "S: 220 x ESMTP",
        "C: DATA",
        "S: 354 go",
        "C: QUIT",
        "C: .",
        "S: 250 ok",
        "C: QUIT",
        "S: 221 bye",
    ]
    assert [found.evidence.command for found in find_replies(lines)] == [
        "CONNECT",
        "DATA",
        "END-OF-DATA",
        "QUIT",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["C: AUTH PLAIN AGFubmEAZ2VoZWltOTk=", "S: 535 no: AGFubmEAZ2VoZWltOTk= geheim99"],
        ["C: AUTH LOGIN", "S: 334 UGFzc3dvcmQ6", "C: Z2VoZWltOTk=", "S: 535 who is geheim99 or Z2VoZWltOTk="],
        ["AUTH LOGIN", "334 UGFzc3dvcmQ6", "Z2VoZWltOTk=", "535 who is geheim99 or Z2VoZWltOTk="],
        ["auth plain AGFubmEAZ2VoZWltOTk=", "535 no geheim99"],
        ["SMTP error from remote server, said: 535 5.7.8 bad line AUTH PLAIN AGFubmEAZ2VoZWltOTk="],
        ["Diagnostic-Code: smtp; 535 5.7.8 you sent AUTH PLAIN AGFubmEAZ2VoZWltOTk="],
        ["C: AUTH PLAIN anna:geheim99 !", "S: 535 no"],
        ["AUTH LOGIN Z2VoZWltOTk= x", "535 no"],
        ["reply: b'535 5.7.8 AUTH XOAUTH2 Z2VoZWltOTk=\\r\\n'"],
        ["said: 535 5.7.8 unknown: auth plain Z2VoZWltOTk="],
    ],
)
def test_no_credential_of_a_pasted_transcript_is_kept(lines: list[str]) -> None:
    found = list(find_replies(lines))
    assert found[-1].evidence.code == "535"
    assert "geheim99" not in repr(found)
    assert "Z2VoZWlt" not in repr(found)


@given(
    st.sampled_from(["PLAIN", "LOGIN", "XOAUTH2", "plain"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=4, max_size=20),
    st.sampled_from(
        ["C: {}", " -> {}", " ~> {}", "send: '{}\\r\\n'", "--> {}", "> {}", "{}", "CLIENT -> SERVER: {}"]
    ),
)
def test_no_initial_response_is_kept_in_any_format(mechanism: str, password: str, form: str) -> None:
    payload = base64.b64encode(b"\0anna\0" + password.encode()).decode()
    found = list(find_replies([form.format(f"AUTH {mechanism} {payload}"), f"535 5.7.8 no {payload}"]))
    assert found
    assert payload not in repr(found)


def test_no_real_reply_is_taken_for_something_else_or_hidden() -> None:
    catalogue = Catalogue()
    missed = []
    for name in catalogue.names:
        for reply in catalogue.replies(name):
            line = " ".join(part for part in (name, reply.enhanced, reply.text) if part)
            found = list(find_replies([line]))
            if [one.evidence.code for one in found] != [name] or HIDDEN in found[0].evidence.text:
                missed.append(line)
    assert missed == []


def test_a_first_line_without_a_mark_is_not_taken_for_the_greeting_for_lack_of_a_last_line() -> None:
    (found,) = find_replies(["250-mx.example at your service"])
    assert (found.evidence.command, found.evidence.tls) == ("", None)
    (marked,) = find_replies(["S: 220-mx.example ESMTP"])
    assert marked.evidence.command == "CONNECT"


def test_what_would_move_a_cursor_is_shown_as_a_picture() -> None:
    (found,) = find_replies(["550 a\x1b[2Jb\u202ec"])
    assert found.evidence.text == "a␛[2Jb\\u{202e}c"


def test_a_server_is_named_only_where_its_greeting_names_it() -> None:
    (named,) = find_replies(["S: 220 mx.example ESMTP Postfix"])
    (unnamed,) = find_replies(["S: 220 mx.example ESMTP"])
    assert (named.evidence.server, unnamed.evidence.server) == ("Postfix", "")


LINES = st.lists(
    st.one_of(
        st.text(max_size=200),
        st.sampled_from(
            [
                "S: 220 x ESMTP",
                "C: EHLO x",
                "C: DATA",
                "S: 354 go",
                "250-x",
                "334 x",
                "AUTH PLAIN x",
                "<- 504 x",
                " -> x",
            ]
        ),
        st.from_regex(r"\A(S: |<- |<~  |< |reply: b'|<-- )?[0-9]{3}[ -][\w. ]{0,20}\Z"),
        st.from_regex(r"\A(Diagnostic-Code|Status|Remote-MTA): ?(smtp; )?[245]\.[0-9]\.[0-9] .{0,10}\Z"),
    ),
    max_size=20,
)


@given(LINES)
def test_any_text_is_read_without_an_exception(lines: list[str]) -> None:
    for found in find_replies(lines):
        assert found.evidence.code == "" or len(found.evidence.code) == 3
        assert visible(found.evidence.text) == found.evidence.text
        assert 1 <= found.line <= len(lines)


HOSTILE = [
    "550 ",
    "5.5.5 ",
    "said: 550 (",
    "AUTH x y",
    "postfix/smtp[1]: ",
    "(550, b'",
    "S: ",
    "\\n",
    "dsn=5.5.5, ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_with_the_length_of_a_text_and_no_faster(piece: str) -> None:
    def calls(lines: int) -> int:
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            for _ in find_replies([piece * 50] * lines):
                pass
        finally:
            sys.setprofile(None)
        return count

    calls(1)
    assert calls(400) <= 2.2 * calls(200)


def test_of_a_line_no_more_than_a_part_is_read() -> None:
    (found,) = find_replies(["550 " + "x" * 1_000_000])
    assert len(found.evidence.text) < LINE_READ


def test_the_number_of_sessions_followed_is_bounded() -> None:
    reader = Reader()
    for number in range(SESSIONS_KEPT * 3):
        list(reader.feed(f"[2026] DEBUG [id{number}] C: EHLO x"))
    assert len(reader._sessions) <= SESSIONS_KEPT


def test_words_that_are_a_command_in_capitals_are_none_in_a_sentence() -> None:
    (found,) = find_replies(["501 mail from address must be same as authorization user"])
    assert found.evidence.text == "mail from address must be same as authorization user"
    assert list(find_replies(["help me with the mail from her", "data is lost", "quit smoking"])) == []


@pytest.mark.parametrize("after", [[], [""], ["", "The original message:"], ["Last-Attempt-Date: today"]])
def test_a_reply_is_in_the_line_where_it_stands(after: list[str]) -> None:
    lines = [*["x"] * 9, "Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 unknown", *after]
    (found,) = find_replies(lines)
    assert (found.line, found.places) == (11, (11,))


def test_a_status_without_a_diagnostic_is_in_its_own_line() -> None:
    (found,) = find_replies(["x", "Action: failed", "Status: 5.1.1", "Remote-MTA: dns; mx.example", "", "x"])
    assert (found.line, found.evidence.enhanced) == (3, "5.1.1")


def test_a_bounce_that_tells_a_reply_four_times_is_one_finding_with_all_places() -> None:
    (found,) = find_replies(
        [
            "    (reason: 550 5.1.1 <a@x.example>... User unknown)",
            "... while talking to mx.x.example.:",
            ">>> RCPT To:<a@x.example>",
            "<<< 550 5.1.1 <a@x.example>... User unknown",
            "550 5.1.1 <a@x.example>... User unknown",
            "",
            "Status: 5.1.1",
            "Diagnostic-Code: SMTP; 550 5.1.1 <a@x.example>... User unknown",
        ]
    )
    assert found.places == (1, 4, 5, 8)
    assert found.evidence.command == "RCPT"


def test_different_texts_under_one_code_stay_apart() -> None:
    lines = ["<a@x.example>: host mx.x.example said: 550 no such user a", ""]
    lines += ["<b@x.example>: host mx.x.example said: 550 no such user b"]
    assert len(list(find_replies(lines))) == 2


def test_the_fuller_text_wins_over_an_empty_telling() -> None:
    lines = ["Status code: 550 5.7.1", "", "Reported error: 550 5.7.1 SMTP; not allowed during MAIL FROM"]
    (found,) = find_replies(lines)
    assert (found.evidence.text, found.evidence.command, found.line) == (
        "SMTP; not allowed during MAIL FROM",
        "MAIL",
        1,
    )


def test_what_a_log_tells_twice_has_happened_twice() -> None:
    line = "Mar  4 08:00:00 mx postfix/smtp[1]: A1: to=<a@x.example>, dsn=4.7.1, status=deferred ({})"
    why = "host mx said: 450 4.7.1 come back later (in reply to RCPT TO command)"
    assert len(list(find_replies([line.format(why)] * 3))) == 3


def test_a_live_session_is_given_line_by_line_and_each_reply_once() -> None:
    reader = Reader(live=True)
    assert [found.evidence.code for found in reader.feed("< 220 mx.example ESMTP")] == ["220"]
    assert list(reader.feed("> RCPT TO:<a@x.example>")) == []
    assert [found.evidence.code for found in reader.feed("< 450 4.2.0 greylisted")] == ["450"]
    assert list(reader.feed("curl: (55) RCPT failed: 450")) == []
    assert list(reader.end()) == []


def test_a_host_in_brackets_that_begins_with_an_m_is_no_colour() -> None:
    (found,) = find_replies(["554 5.7.1 Helo command [mx.example.net] blocked by [m2]"])
    assert found.evidence.text == "Helo command [mx.example.net] blocked by [m2]"
