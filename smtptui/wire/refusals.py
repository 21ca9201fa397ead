"""Why nothing may be sent now, in words for the user."""

from smtptui.wire.command import CommandError
from smtptui.wire.events import State, Wait
from smtptui.words import _, plural


def refuse_where_nothing_can_be_sent(state: State) -> None:
    """Raise CommandError where the server would read nothing at all, or nothing but message data."""
    match state:
        case State.DATA:
            why = _("The server is waiting for message data: end it with a line that is a single dot.")
        case State.OUT_OF_STEP:
            why = _("Replies can no longer be told apart: close the connection and connect again.")
        case State.CLOSED:
            why = _("The connection is closed: connect again.")
        case _:
            return
    raise CommandError(why)


def refuse_until_understood(state: State, waits: Wait | None, chunk_wanted: int | None) -> None:
    """Raise CommandError where a line could be taken for something else than it is meant to be."""
    if chunk_wanted is not None:
        why = plural(
            "BDAT has announced one octet: give the chunk before the next command.",
            "BDAT has announced {number} octets: give the chunk before the next command.",
            chunk_wanted,
        )
        raise CommandError(why)
    if waits is None:
        return
    match waits:
        case Wait.STARTTLS if state is State.STARTING_TLS:
            why = _("The TLS handshake comes next: nothing may be sent before it is done.")
        case Wait.STARTTLS:
            why = _("Wait for the reply to STARTTLS: what is sent now would not be encrypted.")
        case Wait.DATA:
            why = _("Wait for the reply: it says whether the next line is message data or a command.")
        case Wait.AUTH:
            why = _("Wait for the reply: it says whether the next line is a response or a command.")
        case Wait.GREETING if state is not State.AWAITING_GREETING:
            why = _("Wait for the reply to XCLIENT: the server begins anew after it.")
        case _:
            return
    raise CommandError(why)
