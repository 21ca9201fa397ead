"""One stage of a session, and how long a client has to bear it (RFC 5321 §4.5.3.2)."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from smtptui.wire.verbs import Occasion, Verb, explained_as
from smtptui.words import _, mark

AMBER_FROM = 0.1
"""The part of its limit from which a stage is long."""


class StageName(StrEnum):
    """What a session goes through; the value is an id."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    TLS = "tls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    END_OF_DATA = "end-of-data"
    QUIT = "quit"


class Outcome(StrEnum):
    """How a stage went."""

    DONE = "done"
    FAILED = "failed"
    UNDER_WAY = "under way"


class Length(StrEnum):
    """How long a stage took beside its limit."""

    ORDINARY = "ordinary"
    LONG = "long"
    OVER = "over"


LIMITS = {
    StageName.GREETING: 300.0,  # RFC 5321 §4.5.3.2.1
    StageName.EHLO: 300.0,  # the standard names none: as long as for MAIL
    StageName.STARTTLS: 300.0,
    StageName.AUTH: 300.0,
    StageName.MAIL: 300.0,  # §4.5.3.2.2
    StageName.RCPT: 300.0,  # §4.5.3.2.3
    StageName.DATA: 120.0,  # §4.5.3.2.4
    StageName.END_OF_DATA: 600.0,  # §4.5.3.2.6
    StageName.QUIT: 300.0,
}
"""How long, in seconds, a client has to wait for a reply; none for what is no command's."""

WORDS = {
    StageName.RESOLVE: mark("resolve"),
    StageName.CONNECT: mark("connect"),
    StageName.GREETING: mark("greeting"),
    StageName.EHLO: "EHLO",
    StageName.STARTTLS: "STARTTLS",
    StageName.TLS: "TLS",
    StageName.AUTH: "AUTH",
    StageName.MAIL: "MAIL",
    StageName.RCPT: "RCPT",
    StageName.DATA: "DATA",
    StageName.END_OF_DATA: mark("end of data"),
    StageName.QUIT: "QUIT",
}


class Stage(NamedTuple):
    """One stage: `began` and `took` in seconds, `verb` as it was said, `code` of the reply, if one came."""

    name: StageName
    began: float
    took: float
    outcome: Outcome = Outcome.DONE
    code: int | None = None
    why: str = ""
    """Why it failed, where no reply says so; as the event says it."""
    verb: str = ""

    @property
    def limit(self) -> float | None:
        """How long a client has to wait, in seconds; None where nothing is said of it."""
        return LIMITS.get(self.name)

    @property
    def length(self) -> Length:
        """How long it took beside its limit."""
        return length_of(self.name, self.took)

    @property
    def words(self) -> str:
        """Its name as it is shown."""
        return self.verb or _(WORDS[self.name])


def length_of(name: StageName, seconds: float) -> Length:
    """Return how long that is for a stage."""
    limit = LIMITS.get(name)
    if limit is None or seconds < limit * AMBER_FROM:
        return Length.ORDINARY
    return Length.LONG if seconds < limit else Length.OVER


def length_of_step(name: str, seconds: float) -> Length:
    """Return how long that is for a step of the short history: a verb, or the id of a stage."""
    stage = stage_of_verb(name) or (StageName(name) if name in set(StageName) else None)
    return length_of(stage, seconds) if stage is not None else Length.ORDINARY


_BY_VERB = {
    Verb.EHLO: StageName.EHLO,
    Verb.STARTTLS: StageName.STARTTLS,
    Verb.AUTH: StageName.AUTH,
    Verb.MAIL: StageName.MAIL,
    Verb.RCPT: StageName.RCPT,
    Verb.DATA: StageName.DATA,
    Verb.BDAT: StageName.DATA,
    Occasion.END_OF_DATA: StageName.END_OF_DATA,
    Occasion.BDAT_LAST: StageName.END_OF_DATA,
    Verb.QUIT: StageName.QUIT,
}


@lru_cache(64)
def stage_of_verb(verb: str) -> StageName | None:
    """Return the stage that a verb in capitals begins; None for those that belong to none, such as NOOP."""
    return _BY_VERB.get(explained_as(verb))  # type: ignore[call-overload, no-any-return]
