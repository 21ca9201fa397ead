"""What the replies of sessions mean that nobody keeps: each is explained with what is known when it comes."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.explaining.explanation import Explanation, Ranked
from smtptui.watching.explainer import Explainer
from smtptui.watching.known import Known
from smtptui.watching.rows import Highlight, Kind, ReplyInContext, Row
from smtptui.wire.events import CommandSent, Event, GreetingReceived, ReplyReceived, TlsEstablished


class Meanings:
    """Explains replies of one session. Feed it every event once, in order.

    Sessions may share an `explainer`, which remembers what was said before.
    """

    def __init__(self, explainer: Explainer) -> None:
        self._explainer = explainer
        self._known = Known()

    def row_of(self, event: Event) -> Row | None:
        """Take in one event; return the row of the reply that it is, without its lines."""
        match event:
            case CommandSent():
                self._known.sent(event)
            case TlsEstablished():
                self._known.secured()
            case GreetingReceived():
                return _row(event, ReplyInContext(event, self._known.greeted(event)))
            case ReplyReceived():
                context, change = self._known.answered(event)
                return _row(event, ReplyInContext(event, context, change=change))
            case _:
                pass
        return None

    def explanation(self, row: Row) -> Explanation | None:
        """Return what a reply means."""
        return self._explainer.explanation(row)

    def best(self, row: Row) -> Ranked | None:
        """Return the first of the meanings that a reply may have."""
        explanation = self._explainer.explanation(row)
        return explanation.meanings[0] if explanation is not None and explanation.meanings else None

    def words(self, row: Row) -> str:
        """Return what stands beside a reply in the live panel, and of a success its title."""
        words = self._explainer.words(row)
        if words:
            return words
        if (best := self.best(row)) is not None:
            return best.title
        explanation = self._explainer.explanation(row)
        return explanation.title if explanation is not None else ""


def explainer(catalogue: Catalogue) -> Explainer:
    """Return what several sessions may share."""
    return Explainer(catalogue)


def _row(event: GreetingReceived | ReplyReceived, reply: ReplyInContext) -> Row:
    code = event.reply.code
    row = Row(0, event.at, Kind.RECEIVED, event, code=code, reply=reply)
    row.line = event.reply.lines[0]
    if code == 504:
        row.highlight = Highlight.NOT_IMPLEMENTED
    elif isinstance(event, GreetingReceived) and code == 220:
        row.highlight = Highlight.GREETING
    return row
