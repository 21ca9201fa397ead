"""What the command line says: what it is for in each state, and what it asks before a line goes out."""

from smtptui.wire.events import Risk, State
from smtptui.words import mark

ACTIONS = {"connect": "session.connect", "again": "session.reconnect", "leave": "session.disconnect"}
"""The actions whose keys these name."""

PLACEHOLDERS = {
    None: mark("not connected: {connect} connects, {again} connects again"),
    State.CLOSED: mark("closed: {again} connects again, {connect} elsewhere"),
    State.AUTHENTICATING: mark("answer to the challenge, in base64; * cancels"),
    State.DATA: mark("message data, line by line; a single . ends it"),
    State.OUT_OF_STEP: mark("out of step: the session can only be closed ({leave})"),
    State.REFUSED: mark("refused: QUIT is all that is left"),
}
WAITS_FOR_GREETING = mark("the server speaks first: waiting for its greeting ({leave} gives up)")
TYPE_A_COMMAND = mark("> type an SMTP command (Tab completes)")

QUESTIONS = {
    Risk.EARLY: mark("{line} waits for the greeting, as it should. Enter again sends it now."),
    Risk.IN_CLEAR: mark(
        "Not sent: this would send a password in the clear, the connection is not encrypted. "
        "Enter again sends it all the same; esc leaves it."
    ),
    Risk.BREACH: mark("Not sent: {why} Enter again sends it all the same; esc leaves it."),
}

SEARCHING = mark("history: {words} · enter takes it · ctrl+r an older one · esc leaves")
NOT_FOUND = mark("history: {words} · nothing like it was typed · esc leaves")
QUEUED = mark(
    "pasted line {number} of {all} · enter sends it · ctrl+x drops it · esc leaves the rest · then: {line}"
)
LAST_QUEUED = mark("pasted line {number} of {all}, the last one · enter sends it · ctrl+x drops it")
