"""Which commands fit where the client stands: for completion and hints; nothing is forbidden by it."""

from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import State
from smtptui.wire.verbs import Verb

_ALWAYS = (Verb.NOOP, Verb.RSET, Verb.HELP, Verb.QUIT)


def expected_verbs(
    state: State,
    extensions: Extensions | None,
    *,
    lmtp: bool,
    tls: bool,
    authenticated: bool,
    recipients: int,
) -> tuple[str, ...]:
    """Return the verbs, the likeliest first."""
    offered = extensions or ()
    match state:
        case State.REFUSED:
            return (Verb.QUIT,)
        case State.READY:
            return (Verb.LHLO, *_ALWAYS) if lmtp else (Verb.EHLO, Verb.HELO, *_ALWAYS)
        case State.IDENTIFIED:
            return (
                *((Verb.STARTTLS,) if "STARTTLS" in offered and not tls else ()),
                *((Verb.AUTH,) if "AUTH" in offered and not authenticated else ()),
                Verb.MAIL,
                *(
                    verb
                    for verb in (Verb.VRFY, Verb.EXPN, Verb.ETRN, Verb.XCLIENT)
                    if verb in (Verb.VRFY, Verb.EXPN) or verb in offered
                ),
                *_ALWAYS,
            )
        case State.AUTHENTICATING:
            return ("*",)
        case State.MAIL_TRANSACTION:
            data = (Verb.DATA, Verb.BDAT) if "CHUNKING" in offered else (Verb.DATA,)
            return (Verb.RCPT, *(data if recipients else ()), *_ALWAYS)
        case State.DATA:
            return (".",)
        case _:
            return ()
