"""The stages of a session."""

from enum import StrEnum


class Phase(StrEnum):
    """The stage of a session that a command belongs to."""

    CONNECTION = "connection"
    INTRODUCTION = "introduction"
    """HELO and EHLO."""
    TLS = "tls"
    AUTHENTICATION = "authentication"
    ENVELOPE = "envelope"
    """MAIL and RCPT."""
    MESSAGE = "message"
    """DATA, BDAT, and what follows them."""
    INFORMATION = "information"
    """VRFY, EXPN, HELP, NOOP, RSET: outside a transaction."""
    QUEUE = "queue"
    """ETRN, ATRN, TURN: the queue is asked for."""
    CLOSING = "closing"
    ANY = "any"
