"""What is known of the server and of the session, learnt from events: the context of every reply."""

from smtptui.text import visible
from smtptui.watching.offers import OfferChange, compare_offers
from smtptui.watching.retention import SHOWN
from smtptui.watching.rows import Context
from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import CommandSent, GreetingReceived, ReplyReceived

INTRODUCTIONS = ("EHLO", "HELO", "LHLO")


class Known:
    """Keeps the context up to date; `context` is what a reply that comes now is explained with."""

    def __init__(self) -> None:
        self.context = Context()
        self._before_tls: Extensions | None = None
        self._greeted = False

    def sent(self, event: CommandSent) -> None:
        """Learn the mechanism of an AUTH exchange from the command that begins it."""
        verb = event.asked.verb
        if verb == "AUTH":
            words = event.asked.line.split()
            mechanism = visible(words[1]).upper() if len(words) > 1 else ""
            self.context = self.context._replace(mechanism=mechanism)
        elif verb != "RESPONSE" and self.context.mechanism:
            self.context = self.context._replace(mechanism="")

    def secured(self) -> None:
        """Learn that TLS stands: nothing known before holds any more (RFC 3207 §4.2)."""
        self._before_tls = self.context.extensions or self._before_tls
        self.context = Context(greeting=self.context.greeting, tls=True)

    def greeted(self, event: GreetingReceived) -> Context:
        """Learn from a greeting; return what it is explained with."""
        text = b" ".join(line.text[:SHOWN] for line in event.reply.lines[:8])[:SHOWN]
        self.context = Context(greeting=visible(text), tls=self.context.tls)
        again, self._greeted = self._greeted, True
        if again:
            return self.context._replace(greeted_before=True)
        return self.context

    def answered(self, event: ReplyReceived) -> tuple[Context, OfferChange | None]:
        """Learn from a reply; return what it is explained with, and what it offers otherwise than before."""
        verb = event.asked.verb if event.asked else ""
        change = None
        if verb in INTRODUCTIONS and event.reply.severity == 2:
            extensions = Extensions.parse(event.reply)
            self.context = self.context._replace(extensions=extensions)
            if self._before_tls is not None and self.context.tls:
                change = compare_offers(self._before_tls, extensions) or None
                self._before_tls = None
        context = self.context
        if verb in ("AUTH", "RESPONSE") and event.reply.severity == 2:
            self.context = self.context._replace(authenticated=True)
        return context, change
