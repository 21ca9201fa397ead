"""Commands worth trying for a 504: the one first that the server at hand is known to answer so."""

from typing import TYPE_CHECKING, NamedTuple

from smtptui.reference.explaining.servers import guess_server
from smtptui.wire.events import State
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.wire.ehlo import Extensions


class Trial(NamedTuple):
    """A command; `known_of` is the server known to answer it 504, `otherwise` what others say."""

    line: str
    otherwise: str = ""
    known_of: str = ""

    @property
    def words(self) -> str:
        """What may be expected of it."""
        if self.known_of:
            return _(
                "{server} is known to answer this 504, if it is set up so; else {codes}. Enter sends it.",
                server=self.known_of,
                codes=self.otherwise,
            )
        return _("Some servers answer this 504, others {codes}. Enter sends it.", codes=self.otherwise)


GENERAL = (
    "AUTH FOOBAR",
    "MAIL FROM:<you@example.org> FROB=1",
    "MAIL FROM:<you@bare>",
    "HELO bare",
    "HELP foobar",
)
"""An unknown mechanism, an unknown parameter, a bare domain, a bare name, an unknown topic."""

OTHERWISE = {
    "AUTH": "535, 503, 502, 500",
    "MAIL": "555, 501, 250",
    "RCPT": "555, 501, 250",
    "HELO": "250, 501, 550",
    "HELP": "214, 502, 500",
}
"""Verb → what servers answer such a command otherwise; any other verb is likely unknown: 500 or 502."""


class Standing(NamedTuple):
    """What is known of the session: enough to tell which trial fits now."""

    greeting: str = ""
    extensions: "Extensions | None" = None
    state: State | None = None
    authenticated: bool = False
    may_log_in: bool = True


def trials(catalogue: "Catalogue", standing: Standing, own: tuple[str, ...] = ()) -> tuple[Trial, ...]:
    """Return what to try, the likeliest first; `own` are those that a demo server is there for."""
    guess = guess_server(standing.greeting)
    known = own or (_known_of(catalogue, guess.software) if guess.software else ())
    lines = dict.fromkeys((*known, *GENERAL))
    fitting = [line for line in lines if _fits(line, standing, own=line in own)] or list(lines)
    who = guess.software or _("This server")
    return tuple(
        Trial(line, OTHERWISE.get(line.split()[0], "502, 500"), who if line in known else "")
        for line in fitting
    )


def _known_of(catalogue: "Catalogue", software: str) -> tuple[str, ...]:
    # Imported with the first trial: nothing else watched needs the demo's scripts.
    from smtptui.demo.real import rule_of

    first = software.casefold().split()[0]
    own = [reply for reply in catalogue.replies("504") if reply.server.casefold().startswith(first)]
    rules = [rule for reply in own if (rule := rule_of(reply)) is not None]
    return tuple(dict.fromkeys(rule.command for rule in rules))


def _fits(line: str, standing: Standing, *, own: bool) -> bool:
    """Whether a command can be answered 504 now, rather than 503; `own` needs no offer."""
    verb = line.split()[0].upper()
    offers = standing.extensions
    match verb:
        case "AUTH":
            offered = offers is None or bool(offers.mechanisms)
            return offered and standing.may_log_in and not standing.authenticated
        case "MAIL":
            return standing.state is not State.MAIL_TRANSACTION
        case "RCPT":
            return standing.state is State.MAIL_TRANSACTION
        case "BDAT" | "STARTTLS" | "XEXCH50" if own:
            return True
        case "BDAT":
            return offers is not None and "CHUNKING" in offers
        case "STARTTLS" | "XEXCH50":
            return offers is not None and verb in offers
    return True
