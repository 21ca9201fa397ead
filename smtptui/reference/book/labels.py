"""The words for what facts say in enums: one table, keyed by language-neutral names."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # the words alone are wanted where a millisecond counts
    from collections.abc import Callable, Iterable

    from smtptui.reference.book.model import Actor, Retry, SessionEffect, Status
    from smtptui.reference.book.phases import Phase

WORDS = {
    # RFC 5321 §4.2.1 names the classes.
    "class.2": "2yz positive completion",
    "class.3": "3yz positive intermediate",
    "class.4": "4yz transient negative",
    "class.5": "5yz permanent negative",
    "class.X": "class 2, 4 or 5, by its first digit",
    "class": "outside the classes of SMTP",
    "outcome.2": "succeeded",
    "outcome.3": "go on: more is expected",
    "outcome.4": "refused for now",
    "outcome.5": "refused for good",
    "outcome.X": "as its first digit says",
    "outcome": "unknown",
    "advice.2": "go on",
    "advice.3": "send what it asks for",
    "advice.4": "try again later, unchanged",
    "advice.5": "do not send it again unchanged",
    "advice.X": "go by the first digit",
    "advice": "treat it as an error",
    "actor.nobody": "nobody",
    "actor.client": "whoever runs the sending program",
    "actor.user": "the holder of the account",
    "actor.sender": "whoever sends the mail",
    "actor.sending-postmaster": "the postmaster of the sending side",
    "actor.recipient": "the recipient",
    "actor.server": "the postmaster of the receiving server",
    "actor.either": "either side: the text tells which",
    "retry.not-needed": "not needed",
    "retry.later": "later, unchanged",
    "retry.changed": "at once, after a change",
    "retry.never": "never",
    "session.goes-on": "goes on",
    "session.awaits-input": "waits for more of the same command",
    "session.ends": "ends",
    "session.may-end": "may end",
    "status.standard": "standard",
    "status.extension": "service extension",
    "status.obsolete": "obsolete",
    "status.iana": "only paired with an enhanced code at IANA",
    "status.vendor": "vendor's own",
    "status.folklore": "folklore: no RFC assigns it",
    "command.CONNECT": "the connection",
    "command.END-OF-DATA": "end of data",
    "command.ANY": "any command",
    "command.RESPONSE": "a response to an AUTH challenge",
    "phase.connection": "connection",
    "phase.introduction": "introduction",
    "phase.tls": "TLS",
    "phase.authentication": "authentication",
    "phase.envelope": "envelope",
    "phase.message": "message",
    "phase.information": "information",
    "phase.queue": "queue",
    "phase.closing": "closing",
    "phase.any": "any time",
    "field.outcome": "outcome",
    "field.actor": "who must act",
    "field.next": "you",
    "field.retry": "send it again",
    "field.commands": "answers",
    "field.phases": "phase",
    "field.enhanced": "enhanced codes",
    "field.session": "session",
    "field.status": "standing",
    "field.subject": "subject",
    "field.basic": "basic codes",
    "field.sources": "source",
    "section.description": "Description",
    "section.when": "When you see it",
    "section.fix": "How to fix it",
    "section.postmaster": "For the postmaster",
    "section.choose": "When to send it",
    "section.which": "Which to use when",
    "section.differences": "Key differences",
    "section.common": "In common",
    "section.meanings": "Meanings",
    "section.note": "How to tell them apart",
    "section.lookalikes": "Easily confused with",
    "section.replies": "Real replies",
    "section.sources": "Sources",
    "enhanced.none": "none",
    "enhanced.none-in-greeting": "none in a greeting",
    "enhanced.none-in-ehlo": "none in the reply to EHLO",
    "enhanced.none-in-3yz": "none: a 3yz reply never has one",
    "status.registered": "registered at IANA",
    "status.unregistered": "vendor's own, not registered",
    "facts.none": "not known",
    "multiline.no": "one line",
    "multiline.possible": "may have several lines",
    "multiline.yes": "often several lines",
    "kind.basic": "reply code",
    "kind.enhanced": "enhanced status code",
    "kind.extension": "extension",
    "kind.mechanism": "AUTH mechanism",
}
"""Every word by its key; a translation takes the English words for its message ids."""


def _unchanged(words: str) -> str:
    return words


class Labels:
    """The words of one language.

    `translate` maps the English words to the language's own (gettext's function, for instance).
    """

    def __init__(self, translate: Callable[[str], str] = _unchanged) -> None:
        self._translate = translate

    def word(self, key: str) -> str:
        """Return the words of `key`, a key of `WORDS`; raise KeyError for any other."""
        return self._translate(WORDS[key])

    def class_name(self, code: str) -> str:
        """Return the class of `code` (any text that begins with the class digit) in the RFC's words."""
        return self._by_digit("class", code)

    def outcome(self, code: str) -> str:
        """Return what became of the command."""
        return self._by_digit("outcome", code)

    def advice(self, code: str) -> str:
        """Return what a client does, by the first digit alone (RFC 5321 §4.2.1)."""
        return self._by_digit("advice", code)

    def actor(self, actor: Actor) -> str:
        """Return who has to act."""
        return self.word(f"actor.{actor}")

    def retry(self, retry: Retry) -> str:
        """Return whether the command may be sent again."""
        return self.word(f"retry.{retry}")

    def session(self, effect: SessionEffect) -> str:
        """Return what becomes of the session."""
        return self.word(f"session.{effect}")

    def status(self, status: Status) -> str:
        """Return what stands behind a code or a meaning."""
        return self.word(f"status.{status}")

    def command(self, verb: str) -> str:
        """Return how a command is spoken of: a verb is its own name, stages have words."""
        key = f"command.{verb}"
        return self.word(key) if key in WORDS else verb

    def phase(self, phase: Phase) -> str:
        """Return the name of a stage of the session."""
        return self.word(f"phase.{phase}")

    def field(self, field: str) -> str:
        """Return the label of a field of a comparison."""
        return self.word(f"field.{field}")

    def section(self, section: str) -> str:
        """Return the heading of a section of an article or a page."""
        return self.word(f"section.{section}")

    def commands(self, verbs: Iterable[str]) -> tuple[str, ...]:
        """Return the names of several commands."""
        return tuple(self.command(verb) for verb in verbs)

    def _by_digit(self, group: str, code: str) -> str:
        key = f"{group}.{code[:1]}"
        return self.word(key if key in WORDS else group)
