"""The words for what facts say in enums: one table, keyed by language-neutral names."""

from __future__ import annotations

from smtptui.words import _, mark

TYPE_CHECKING = False
if TYPE_CHECKING:  # the words alone are wanted where a millisecond counts
    from collections.abc import Iterable

    from smtptui.reference.book.model import Actor, Retry, SessionEffect, Status
    from smtptui.wire.verbs import Stage

WORDS = {
    # RFC 5321 §4.2.1 names the classes.
    "class.2": mark("2yz positive completion"),
    "class.3": mark("3yz positive intermediate"),
    "class.4": mark("4yz transient negative"),
    "class.5": mark("5yz permanent negative"),
    "class.X": mark("class 2, 4 or 5, by its first digit"),
    "class": mark("outside the classes of SMTP"),
    "outcome.2": mark("succeeded"),
    "outcome.3": mark("go on: more is expected"),
    "outcome.4": mark("refused for now"),
    "outcome.5": mark("refused for good"),
    "outcome.X": mark("as its first digit says"),
    "outcome": mark("unknown"),
    "advice.2": mark("go on"),
    "advice.3": mark("send what it asks for"),
    "advice.4": mark("try again later, unchanged"),
    "advice.5": mark("do not send it again unchanged"),
    "advice.X": mark("go by the first digit"),
    "advice": mark("treat it as an error"),
    "actor.nobody": mark("nobody"),
    "actor.client": mark("whoever runs the sending program"),
    "actor.user": mark("the holder of the account"),
    "actor.sender": mark("whoever sends the mail"),
    "actor.sending-postmaster": mark("the postmaster of the sending side"),
    "actor.recipient": mark("the recipient"),
    "actor.server": mark("the postmaster of the receiving server"),
    "actor.either": mark("either side: the text tells which"),
    "retry.not-needed": mark("not needed"),
    "retry.later": mark("later, unchanged"),
    "retry.changed": mark("at once, after a change"),
    "retry.never": mark("never"),
    "session.goes-on": mark("goes on"),
    "session.awaits-input": mark("waits for more of the same command"),
    "session.ends": mark("ends"),
    "session.may-end": mark("may end"),
    "status.standard": mark("standard"),
    "status.extension": mark("service extension"),
    "status.obsolete": mark("obsolete"),
    "status.iana": mark("only paired with an enhanced code at IANA"),
    "status.vendor": mark("vendor's own"),
    "status.folklore": mark("folklore: no RFC assigns it"),
    "command.CONNECT": mark("the connection"),
    "command.END-OF-DATA": mark("end of data"),
    "command.ANY": mark("any command"),
    "command.RESPONSE": mark("a response to an AUTH challenge"),
    "stage.connection": mark("connection"),
    "stage.introduction": mark("introduction"),
    "stage.tls": mark("TLS"),
    "stage.authentication": mark("authentication"),
    "stage.envelope": mark("envelope"),
    "stage.message": mark("message"),
    "stage.information": mark("information"),
    "stage.queue": mark("queue"),
    "stage.closing": mark("closing"),
    "stage.any": mark("any time"),
    "field.outcome": mark("outcome"),
    "field.actor": mark("who must act"),
    "field.next": mark("you"),
    "field.retry": mark("send it again"),
    "field.commands": mark("answers"),
    "field.phases": mark("phase"),
    "field.enhanced": mark("enhanced codes"),
    "field.session": mark("session"),
    "field.status": mark("standing"),
    "field.subject": mark("subject area"),
    "field.basic": mark("basic codes"),
    "field.sources": mark("source"),
    "section.description": mark("Description"),
    "section.when": mark("When you see it"),
    "section.fix": mark("How to fix it"),
    "section.postmaster": mark("For the postmaster"),
    "section.choose": mark("When to send it"),
    "section.which": mark("Which to use when"),
    "section.differences": mark("Key differences"),
    "section.common": mark("In common"),
    "section.meanings": mark("Meanings"),
    "section.note": mark("How to tell them apart"),
    "section.lookalikes": mark("Easily confused with"),
    "section.replies": mark("Real replies"),
    "section.sources": mark("Sources"),
    "enhanced.none": mark("none"),
    "enhanced.none-in-greeting": mark("none in a greeting"),
    "enhanced.none-in-ehlo": mark("none in the reply to EHLO"),
    "enhanced.none-in-3yz": mark("none: a 3yz reply never has one"),
    "status.registered": mark("registered at IANA"),
    "status.unregistered": mark("vendor's own, not registered"),
    "facts.none": mark("not known"),
    "registry.IANA": mark("IANA"),
    "registry.vendor": mark("vendor"),
    "standing.current": mark("current"),
    "standing.unused": mark("current, but unused"),
    "standing.experimental": mark("experimental"),
    "standing.legacy": mark("legacy"),
    "standing.obsolete": mark("obsolete"),
    "standing.historic": mark("historic"),
    "standing.unregistered": mark("not registered"),
    "usage.common": mark("common use by the registry"),
    "usage.limited": mark("limited use by the registry"),
    "usage.obsolete": mark("obsolete use by the registry"),
    "usage.unregistered": mark("not registered"),
    "use.common": mark("common"),
    "use.limited": mark("limited"),
    "use.obsolete": mark("obsolete"),
    "use.unregistered": mark("not registered"),
    "submission.yes": mark("yes"),
    "submission.required": mark("yes, required"),
    "submission.only": mark("only there"),
    "submission.by-rfc": mark("yes by its RFC"),
    "submission.no": mark("no"),
    "submission.not-stated": mark("not stated"),
    "submission.not-checked": mark("not checked"),
    "first.client": mark("the client speaks first"),
    "first.server": mark("the server speaks first"),
    "rounds.several": mark("several"),
    "tls.no": mark("no"),
    "tls.yes": mark("yes"),
    "tls.required": mark("yes, its RFC requires it"),
    "tls.in-practice": mark("yes in practice"),
    "tls.channel-binding": mark("yes, for channel binding"),
    "tls.certificate": mark("yes: the credentials are the client's certificate"),
    "seen.everywhere": mark("everywhere"),
    "seen.common": mark("common"),
    "seen.some": mark("some"),
    "seen.rare": mark("rare"),
    "seen.never": mark("not seen"),
    "seen.gone": mark("gone"),
    "kind.basic": mark("reply code"),
    "kind.enhanced": mark("enhanced status code"),
    "kind.extension": mark("extension"),
    "kind.situation": mark("situation"),
    "kind.mechanism": mark("AUTH mechanism"),
}
"""Every word by its key, in English."""


class Labels:
    """The words of facts in the language of the process; nothing is kept, for the language may change."""

    def word(self, key: str) -> str:
        """Return the words of `key`, a key of `WORDS`; raise KeyError for any other."""
        return _(WORDS[key])

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

    def stage(self, stage: Stage | None) -> str:
        """Return the name of a stage of the session; None is any."""
        return self.word(f"stage.{stage or 'any'}")

    def field(self, field: str) -> str:
        """Return the label of a field of a comparison."""
        return self.word(f"field.{field}")

    def section(self, section: str) -> str:
        """Return the heading of a section of an article or a page."""
        return self.word(f"section.{section}")

    def commands(self, verbs: Iterable[str]) -> tuple[str, ...]:
        """Return the names of several commands."""
        return tuple(self.command(verb) for verb in verbs)

    def of(self, group: str, value: str | None) -> str:
        """Return the words of a value of one of the groups of `WORDS`; nothing for none."""
        return self.word(f"{group}.{value}") if value else ""

    def _by_digit(self, group: str, code: str) -> str:
        key = f"{group}.{code[:1]}"
        return self.word(key if key in WORDS else group)
