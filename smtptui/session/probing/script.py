"""What a session without a user does: one action after the other, each chosen when the reply is in."""

import re
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import NamedTuple

from smtptui.session.login import MECHANISMS, TOKENS
from smtptui.session.session import Session
from smtptui.wire.command import CommandError
from smtptui.wire.events import ReplyReceived, State
from smtptui.wire.secret import Secret
from smtptui.words import _


class Line(NamedTuple):
    """A command line, a response, or a line of a message: whatever the session stands at."""

    text: str


class Login(NamedTuple):
    """A whole AUTH exchange."""

    mechanism: str
    user: str
    secret: Secret


class Message(NamedTuple):
    """A message in answer to 354, its line ends and dots as they are in a file."""

    octets: bytes


Action = Line | Login | Message

Actions = Generator[Action, ReplyReceived | None, None]
"""Yields what to do, and is sent the last reply to it; None where none came."""

Script = Callable[[Session], Actions]
"""Begins once the session is ready. Raises CommandError for what cannot be done."""

PREFERRED = tuple(name for name in MECHANISMS if name not in TOKENS)
"""Mechanisms that a password is good for, the best first."""

_PATH = re.compile(r"[^\s<>\x00-\x1f\x7f]*(?:\x22[^\x22]*\x22[^\s<>]*)?")


def positive(reply: ReplyReceived | None) -> bool:
    """Return whether the server did what it was asked."""
    return reply is not None and reply.reply.severity == 2


def one_after_the_other(*scripts: Script) -> Script:
    """Return a script of several."""

    def script(session: Session) -> Actions:
        for each in scripts:
            yield from each(session)

    return script


def lines(texts: Sequence[str]) -> Script:
    """Return a script that sends lines as they are."""

    def script(session: Session) -> Actions:  # noqa: ARG001
        for text in texts:
            yield Line(text)

    return script


def file_lines(texts: Sequence[str]) -> Script:
    """Return a script that sends the lines of a file: outside a message blank ones and ``#`` are left out."""

    def script(session: Session) -> Actions:
        for text in texts:
            is_command = session.state is not State.DATA
            if not (is_command and (not text.strip() or text.startswith("#"))):
                yield Line(text)
        if session.state is State.DATA:
            yield Line(".")

    return script


def login(user: str, secret: Secret, mechanism: str = "") -> Script:
    """Return a script that logs in, by the best mechanism that is offered unless one is named."""

    def script(session: Session) -> Actions:
        yield Login(mechanism or _best(session), user, secret)

    return script


def envelope(sender: str, recipients: Iterable[str], message: bytes | None = None) -> Script:
    """Return a script of a mail transaction, which ends by RSET unless there is a message to send."""

    def script(session: Session) -> Actions:  # noqa: ARG001
        if not positive((yield Line(f"MAIL FROM:<{sender}>"))):
            return
        accepted = 0
        for recipient in recipients:
            accepted += positive((yield Line(f"RCPT TO:<{recipient}>")))
        if message is not None and accepted:
            reply = yield Line("DATA")
            if reply is not None and reply.reply.severity == 3:
                yield Message(message)
                return
        yield Line("RSET")

    return script


def tried_in_clear() -> Script:
    """Return a script that begins a mail transaction before STARTTLS, as a test, and then TLS."""

    def script(session: Session) -> Actions:
        if session.offers("STARTTLS"):
            if positive((yield Line("MAIL FROM:<>"))):
                yield Line("RSET")
            yield Line("STARTTLS")

    return script


def check_path(path: str) -> str:
    """Return the address of an envelope; raise CommandError for one that would be another command."""
    if _PATH.fullmatch(path) is None or len(path) > 400:
        msg = _(
            "{address} is no address: write user@example.org, or nothing for the null sender.",
            address=repr(path),
        )
        raise CommandError(msg)
    return path


def _best(session: Session) -> str:
    offered = session.mechanisms
    found = next((name for name in PREFERRED if name in offered), None)
    if found is None and offered:
        msg = _(
            "The server offers none of our mechanisms for a password, only {mechanisms}.",
            mechanisms=", ".join(offered),
        )
        raise CommandError(msg)
    if found is None:
        msg = _("The server offers no AUTH.")
        raise CommandError(msg)
    return found
