"""Guided steps through a session: what each does, and whether it can be done where the session stands."""

from enum import StrEnum
from typing import NamedTuple

from smtptui.watching.progress import Progress
from smtptui.wire.events import State
from smtptui.words import _, mark


class StepId(StrEnum):
    """A step; the value is an id."""

    EHLO = "ehlo"
    TLS = "tls"
    LOGIN = "login"
    RECIPIENT = "recipient"
    MESSAGE = "message"
    QUIT = "quit"


class GuidedStep(NamedTuple):
    """What one sees of a step: its `title`, the commands that it sends, and what it `does`."""

    id: StepId
    title: str
    sends: str
    does: str


STEPS = (
    GuidedStep(
        StepId.EHLO,
        mark("Introduce"),
        "EHLO",
        mark("Says who this client is, and asks what the server offers. Nothing else works before it."),
    ),
    GuidedStep(
        StepId.TLS,
        mark("Encrypt"),
        "STARTTLS",
        mark("Encrypts the connection, so that a password can be sent, and asks again what is offered then."),
    ),
    GuidedStep(
        StepId.LOGIN,
        mark("Log in"),
        "AUTH",
        mark("Proves who you are. For sending to everybody (submission, 587 and 465), not between servers."),
    ),
    GuidedStep(
        StepId.RECIPIENT,
        mark("Try a recipient"),
        "MAIL RCPT RSET",
        mark("Asks whether the server would take mail from one address to another. No mail is sent."),
    ),
    GuidedStep(
        StepId.MESSAGE,
        mark("Send a test message"),
        "MAIL RCPT DATA",
        mark("Sends a short message that you write. It is shown to you first, and you are asked twice."),
    ),
    GuidedStep(
        StepId.QUIT,
        mark("Leave"),
        "QUIT",
        mark("Ends the session in good order; the server says 221 and closes."),
    ),
)


_MAY_LEAVE = (State.REFUSED, State.MAIL_TRANSACTION, State.OUT_OF_STEP)
"""Where nothing but leaving can be done by a step."""


class Availability(NamedTuple):
    """Whether a step `can` be done now, whether it is `done` already, and `why` it cannot be, in words."""

    can: bool
    done: bool = False
    why: str = ""


def availability(id: StepId, progress: Progress) -> Availability:
    """Return whether a step can be done where the session stands."""
    if id is StepId.QUIT and progress.standing.state in _MAY_LEAVE:
        return Availability(can=True)
    if why := _nothing_can_be_done(progress):
        return Availability(can=False, done=_is_done(id, progress), why=why)
    standing = progress.standing
    offered = standing.offered
    match id:
        case StepId.TLS if standing.tls:
            return Availability(can=False, done=True, why=_("encrypted already"))
        case StepId.TLS | StepId.LOGIN if offered is None:
            return Availability(can=False, why=_("after EHLO"))
        case StepId.TLS if offered is not None and "STARTTLS" not in offered:
            return Availability(can=False, why=_("the server does not offer STARTTLS"))
        case StepId.LOGIN if standing.authenticated:
            return Availability(can=False, done=True, why=_("logged in already"))
        case StepId.LOGIN if progress.tls is not None and not progress.tls.verified:
            return Availability(can=False, why=_("forbidden: the certificate is not verified"))
        case StepId.LOGIN if offered is not None and not offered.mechanisms:
            words = _("not offered before TLS") if not standing.tls else _("the server does not offer AUTH")
            return Availability(can=False, why=words)
        case StepId.RECIPIENT | StepId.MESSAGE if standing.state is State.READY:
            return Availability(can=False, why=_("after EHLO"))
        case _:
            return Availability(can=True, done=_is_done(id, progress))


def _is_done(id: StepId, progress: Progress) -> bool:
    standing = progress.standing
    match id:
        case StepId.EHLO:
            return standing.introduced
        case StepId.TLS:
            return standing.tls
        case StepId.LOGIN:
            return standing.authenticated
        case StepId.QUIT:
            return progress.closed is not None
        case _:
            return False


def _nothing_can_be_done(progress: Progress) -> str:
    """Return why no step can be done; empty where some can."""
    match progress.standing.state:
        case None | State.CLOSED | State.CLOSING:
            return _("there is no connection")
        case State.AWAITING_GREETING:
            return _("the server has not greeted yet")
        case State.REFUSED:
            return _("the server has refused the connection: only leaving is left")
        case State.OUT_OF_STEP:
            return _("replies pair with nothing any more")
        case State.STARTING_TLS:
            return _("TLS is being started")
        case State.DATA:
            return _("a message is being sent: end it with a line that is a single dot")
        case State.AUTHENTICATING:
            return _("a login is under way")
        case State.MAIL_TRANSACTION:
            return _("a mail transaction is open: RSET drops it")
        case _ if progress.standing.pending or progress.awaiting is not None:
            return _("a reply is outstanding")
        case _:
            return ""
