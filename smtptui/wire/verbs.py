"""The one table of verbs: what each is for, how it is completed, and what its reply decides.

Whoever lists verbs asks here: redaction, completion, hints, deadlines, stages, the reading of text.
"""

import re
from enum import StrEnum
from typing import NamedTuple


class Stage(StrEnum):
    """The part of a session that a command belongs to."""

    CONNECTION = "connection"
    INTRODUCTION = "introduction"
    TLS = "tls"
    AUTHENTICATION = "authentication"
    ENVELOPE = "envelope"
    MESSAGE = "message"
    CLOSING = "closing"
    QUEUE = "queue"
    INFORMATION = "information"


class Verb(StrEnum):
    """A verb in capitals; a command line may begin with any other word, which then is a plain string."""

    EHLO = "EHLO"
    HELO = "HELO"
    LHLO = "LHLO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    X_EXPS = "X-EXPS"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BDAT = "BDAT"
    BURL = "BURL"
    RSET = "RSET"
    NOOP = "NOOP"
    QUIT = "QUIT"
    HELP = "HELP"
    VRFY = "VRFY"
    EXPN = "EXPN"
    ETRN = "ETRN"
    ATRN = "ATRN"
    TURN = "TURN"
    SEND = "SEND"
    SAML = "SAML"
    SOML = "SOML"
    XCLIENT = "XCLIENT"
    XFORWARD = "XFORWARD"
    XEXCH50 = "XEXCH50"


class Occasion(StrEnum):
    """What else a reply can answer: pseudo-verbs that are no commands."""

    CONNECT = "CONNECT"
    """The greeting, or what stands in its place."""
    RESPONSE = "RESPONSE"
    """The answer to an AUTH challenge."""
    END_OF_DATA = "END-OF-DATA"
    """The final dot."""
    BDAT_LAST = "BDAT LAST"
    """The last chunk, whose reply is that to the message."""


class VerbFacts(NamedTuple):
    """What is true of a verb.

    `completion` is what Tab offers, a ``|`` marking where the cursor goes; `form` what a command that is
    plainly one looks like behind the verb; `decides` tells that its reply says what the next line means;
    `takes_credentials` that its argument is one; `like` names the verb that it is explained as;
    `extension` is the keyword of EHLO that offers it, empty for what every server knows.
    """

    verb: Verb | Occasion
    stage: Stage
    completion: str = ""
    form: str = r"(?: \S+)?"
    decides: bool = False
    takes_credentials: bool = False
    like: Verb | None = None
    extension: str = ""


_ALONE = ""
_ANY = r".*"
_WORD = r" \S+"
_PATH = r" ?{}: ?<[^<>]*>.*"
_MECHANISM = r" [\w-]{1,40}(?: \S+)?"

_ROWS = (
    VerbFacts(Occasion.CONNECT, Stage.CONNECTION, decides=True),
    VerbFacts(Verb.EHLO, Stage.INTRODUCTION, "EHLO |", _WORD),
    VerbFacts(Verb.HELO, Stage.INTRODUCTION, "HELO |", _WORD, like=Verb.EHLO),
    VerbFacts(Verb.LHLO, Stage.INTRODUCTION, "LHLO |", _WORD, like=Verb.EHLO),
    VerbFacts(Verb.STARTTLS, Stage.TLS, "STARTTLS", _ALONE, decides=True, extension="STARTTLS"),
    VerbFacts(
        Verb.AUTH,
        Stage.AUTHENTICATION,
        "AUTH |",
        _MECHANISM,
        decides=True,
        takes_credentials=True,
        extension="AUTH",
    ),
    VerbFacts(
        Verb.X_EXPS,
        Stage.AUTHENTICATION,
        "",
        _MECHANISM,
        decides=True,
        takes_credentials=True,
        like=Verb.AUTH,
        extension="X-EXPS",
    ),
    VerbFacts(Occasion.RESPONSE, Stage.AUTHENTICATION, decides=True, takes_credentials=True, like=Verb.AUTH),
    VerbFacts(Verb.MAIL, Stage.ENVELOPE, "MAIL FROM:<|>", _PATH.format("FROM")),
    VerbFacts(Verb.RCPT, Stage.ENVELOPE, "RCPT TO:<|>", _PATH.format("TO")),
    VerbFacts(Verb.DATA, Stage.MESSAGE, "DATA", _ALONE, decides=True),
    VerbFacts(Verb.BDAT, Stage.MESSAGE, "BDAT |", r" \d+(?: LAST)?", decides=True, extension="CHUNKING"),
    VerbFacts(Occasion.BDAT_LAST, Stage.MESSAGE, "", decides=True),
    VerbFacts(Verb.BURL, Stage.MESSAGE, "BURL |", _WORD + "(?: LAST)?", extension="BURL"),
    VerbFacts(Occasion.END_OF_DATA, Stage.MESSAGE, decides=True),
    VerbFacts(Verb.RSET, Stage.INFORMATION, "RSET", _ALONE),
    VerbFacts(Verb.NOOP, Stage.INFORMATION, "NOOP"),
    VerbFacts(Verb.QUIT, Stage.CLOSING, "QUIT", _ALONE),
    VerbFacts(Verb.HELP, Stage.INFORMATION, "HELP"),
    VerbFacts(Verb.VRFY, Stage.INFORMATION, "VRFY |", _WORD),
    VerbFacts(Verb.EXPN, Stage.INFORMATION, "EXPN |", _WORD),
    VerbFacts(Verb.ETRN, Stage.QUEUE, "ETRN |", _WORD, extension="ETRN"),
    VerbFacts(Verb.ATRN, Stage.QUEUE, "ATRN |", extension="ATRN"),
    VerbFacts(Verb.TURN, Stage.QUEUE, "", _ALONE),
    VerbFacts(Verb.SEND, Stage.ENVELOPE, "", _PATH.format("FROM"), like=Verb.MAIL),
    VerbFacts(Verb.SAML, Stage.ENVELOPE, "", _PATH.format("FROM"), like=Verb.MAIL),
    VerbFacts(Verb.SOML, Stage.ENVELOPE, "", _PATH.format("FROM"), like=Verb.MAIL),
    VerbFacts(
        Verb.XCLIENT, Stage.CONNECTION, "XCLIENT |", r"(?: \w+=\S+)+", decides=True, extension="XCLIENT"
    ),
    VerbFacts(Verb.XFORWARD, Stage.CONNECTION, "XFORWARD |", r"(?: \w+=\S+)+", extension="XFORWARD"),
    VerbFacts(Verb.XEXCH50, Stage.MESSAGE, "", r" \d+ \d+", extension="XEXCH50"),
)

VERBS: dict[str, VerbFacts] = {str(row.verb): row for row in _ROWS}
"""Verbs and occasions to what is true of them."""

KNOWN_VERBS = frozenset(map(str, Verb))
"""The words with which a command can begin."""

DECIDING = frozenset(verb for verb, row in VERBS.items() if row.decides)
"""What has to be answered before it is known what the next line means."""

INTRODUCTIONS = frozenset({Verb.EHLO, Verb.HELO, Verb.LHLO})


def stage_of(verb: str) -> Stage | None:
    """Return the stage of a verb or an occasion in capitals, or None for one that is unknown."""
    row = VERBS.get(verb)
    return row.stage if row else None


def verbs_of(stage: Stage) -> frozenset[str]:
    """Return the verbs and occasions of a stage."""
    return frozenset(verb for verb, row in VERBS.items() if row.stage is stage)


def explained_as(verb: str) -> str:
    """Return the verb whose replies mean the same as those to `verb`."""
    row = VERBS.get(verb)
    return row.like if row and row.like else verb


def is_plainly_command(line: str) -> bool:
    """Whether a line can hardly be anything but a command: neither a message's text nor a response."""
    words = line.split(maxsplit=1)
    row = VERBS.get(words[0].upper()) if words else None
    if row is None or row.verb not in KNOWN_VERBS:
        return False
    rest = " " + words[1].strip() if len(words) > 1 else ""
    return re.fullmatch(row.form, rest, re.IGNORECASE) is not None
