"""Which commands fit where the client stands: for completion and hints; nothing is forbidden by it."""

from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import State

_ALWAYS = ("NOOP", "RSET", "HELP", "QUIT")


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
            return ("QUIT",)
        case State.READY:
            return ("LHLO", *_ALWAYS) if lmtp else ("EHLO", "HELO", *_ALWAYS)
        case State.IDENTIFIED:
            return (
                *(("STARTTLS",) if "STARTTLS" in offered and not tls else ()),
                *(("AUTH",) if "AUTH" in offered and not authenticated else ()),
                "MAIL",
                *(
                    verb
                    for verb in ("VRFY", "EXPN", "ETRN", "XCLIENT")
                    if verb in ("VRFY", "EXPN") or verb in offered
                ),
                *_ALWAYS,
            )
        case State.AUTHENTICATING:
            return ("*",)
        case State.MAIL_TRANSACTION:
            data = ("DATA", "BDAT") if "CHUNKING" in offered else ("DATA",)
            return ("RCPT", *(data if recipients else ()), *_ALWAYS)
        case State.DATA:
            return (".",)
        case _:
            return ()
