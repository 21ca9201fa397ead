"""The client's side of the dialogue as one table.

1. Only the first digit of a reply decides (RFC 5321 §4.2); a digit outside 2–5 counts as 0.
2. 221 and 421 close the dialogue whatever they answer, and so does any answer to QUIT (§3.8).
3. A reply that nobody asked for changes nothing else.
4. REFUSED, CLOSING, OUT_OF_STEP and CLOSED are left by no reply.
5. Otherwise the table holds: where the dialogue stands, what the reply answers, its digit → where it goes on.
   What is not in the table leaves everything as it is; no command is forbidden by it.
6. After the final dot the transaction lasts until its reply, and ends whatever that is (§4.1.1.4).
7. A reply outside 2yz–5yz ends a mail transaction: nobody knows whether the server still is in it.
"""

from smtptui.wire.events import State
from smtptui.wire.verbs import INTRODUCTIONS, Occasion, Verb

_GREETED = (State.READY, State.IDENTIFIED, State.MAIL_TRANSACTION)
_HELLO = tuple(INTRODUCTIONS)
_TALKING = (State.READY, State.IDENTIFIED, State.AUTHENTICATING)

_ROWS: tuple[tuple[tuple[State, ...], tuple[str, ...], tuple[int, ...], State], ...] = (
    ((State.AWAITING_GREETING,), (Occasion.CONNECT,), (2,), State.READY),
    ((State.AWAITING_GREETING,), (Occasion.CONNECT,), (0, 3, 4, 5), State.REFUSED),
    (_GREETED, _HELLO, (2,), State.IDENTIFIED),
    (_GREETED, (Verb.STARTTLS,), (2,), State.STARTING_TLS),
    (_GREETED, (Verb.XCLIENT,), (2,), State.READY),
    (_TALKING, (Verb.AUTH, Occasion.RESPONSE), (3,), State.AUTHENTICATING),
    ((State.AUTHENTICATING,), (Verb.AUTH, Occasion.RESPONSE), (0, 2, 4, 5), State.IDENTIFIED),
    ((State.READY, State.IDENTIFIED), (Verb.MAIL,), (2,), State.MAIL_TRANSACTION),
    ((*_GREETED, State.AUTHENTICATING), (Verb.DATA,), (3,), State.DATA),
    (
        (State.MAIL_TRANSACTION,),
        (Verb.RSET, Occasion.END_OF_DATA, Occasion.BDAT_LAST),
        (2,),
        State.IDENTIFIED,
    ),
    ((State.MAIL_TRANSACTION,), (Occasion.END_OF_DATA, Occasion.BDAT_LAST), (0, 3, 4, 5), State.IDENTIFIED),
    ((State.MAIL_TRANSACTION,), (Verb.MAIL, Verb.RCPT, Verb.DATA, Verb.BDAT), (0,), State.IDENTIFIED),
)

TRANSITIONS: dict[tuple[State, str, int], State] = {
    (state, verb, digit): after
    for states, verbs, digits, after in _ROWS
    for state in states
    for verb in verbs
    for digit in digits
}

FINAL = frozenset({State.REFUSED, State.CLOSING, State.OUT_OF_STEP, State.CLOSED})
"""States that no reply leaves, but for a closing one."""

EXPECTED_CODES: dict[tuple[str, int], frozenset[int]] = {
    (Occasion.CONNECT, 2): frozenset({220}),
    (Verb.EHLO, 2): frozenset({250}),
    (Verb.HELO, 2): frozenset({250}),
    (Verb.LHLO, 2): frozenset({250}),
    (Verb.STARTTLS, 2): frozenset({220}),
    (Verb.XCLIENT, 2): frozenset({220}),
    (Verb.AUTH, 2): frozenset({235}),
    (Verb.AUTH, 3): frozenset({334}),
    (Occasion.RESPONSE, 2): frozenset({235}),
    (Occasion.RESPONSE, 3): frozenset({334}),
    (Verb.MAIL, 2): frozenset({250}),
    (Verb.RCPT, 2): frozenset({250, 251, 252}),
    (Verb.DATA, 3): frozenset({354}),
    (Occasion.END_OF_DATA, 2): frozenset({250}),
    (Verb.BDAT, 2): frozenset({250}),
    (Verb.RSET, 2): frozenset({250}),
    (Verb.NOOP, 2): frozenset({250}),
    (Verb.VRFY, 2): frozenset({250, 251, 252}),
    (Verb.EXPN, 2): frozenset({250, 252}),
    (Verb.HELP, 2): frozenset({211, 214}),
    (Verb.QUIT, 2): frozenset({221}),
    (Verb.ETRN, 2): frozenset({250, 251, 252, 253}),
}
"""The codes with which a command goes on (RFC 5321 §4.3.2, RFC 3207, 4954, 1985); others are flagged."""

_ASKED_FOR = frozenset(verb for verb, _ in EXPECTED_CODES)


def is_unexpected(verb: str, code: int) -> bool:
    """Whether a reply that lets the dialogue go on has another code than the standard names for it."""
    digit = code // 100
    return verb in _ASKED_FOR and digit in (2, 3) and code not in EXPECTED_CODES.get((verb, digit), ())


def after_reply(state: State, verb: str, code: int) -> State:
    """Return where the dialogue stands after a reply with `code` to `verb` (empty where nobody asked)."""
    if state in (State.OUT_OF_STEP, State.CLOSED):
        return state
    if code in (221, 421) or verb == Verb.QUIT:
        return State.CLOSING
    if state in FINAL:
        return state
    digit = code // 100
    return TRANSITIONS.get((state, verb, digit if 2 <= digit <= 5 else 0), state)
