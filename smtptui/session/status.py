"""Where a session stands, as one value."""

from typing import NamedTuple

from smtptui.session.target import Target
from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import Asked, State, TlsEstablished
from smtptui.wire.reply import Reply


class SessionStatus(NamedTuple):
    """Where a session stands; `sent` are the commands so far, redacted, `received` counts octets."""

    state: State
    target: Target
    address: str
    tls: TlsEstablished | None
    extensions: Extensions | None
    extensions_before_tls: Extensions | None
    greeting: Reply | None
    pending: tuple[Asked, ...]
    expected: tuple[str, ...]
    sent: tuple[bytes, ...]
    received: int
