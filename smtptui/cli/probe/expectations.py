"""What a session is expected to bring, as it is written: ``AUTH=504``, ``tls>=1.2``, ``RCPT=2yz``."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from smtptui.cli.arguments import UsageError
from smtptui.words import _


class Sign(StrEnum):
    """How what comes is compared."""

    EQUAL = "="
    UNEQUAL = "!="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"


class Code(NamedTuple):
    """A reply code or a class of them: those from `lowest` to `highest`."""

    lowest: int
    highest: int


class Enhanced(NamedTuple):
    """An enhanced code; a part that is None may be any."""

    parts: tuple[int | None, ...]


class RepliesTo(NamedTuple):
    """Of the replies to `verb` each one is compared; ``ANY`` and ``ALL`` stand for every reply."""

    text: str
    verb: str
    sign: Sign
    value: Code | Enhanced


class IsSituation(NamedTuple):
    """Whether a reply is explained as `id`."""

    text: str
    sign: Sign
    id: str


class TlsVersion(NamedTuple):
    """The TLS that stands: (1, 2), or (0, 0) for none."""

    text: str
    sign: Sign
    version: tuple[int, int]


class CertificateDays(NamedTuple):
    """The days until the server's certificate expires."""

    text: str
    sign: Sign
    days: float


class StarttlsEnforced(NamedTuple):
    """Whether a mail transaction is refused before STARTTLS."""

    text: str


class Within(NamedTuple):
    """Whether the connection, the handshake and each reply are there in so many seconds."""

    text: str
    seconds: float


Expectation = RepliesTo | IsSituation | TlsVersion | CertificateDays | StarttlsEnforced | Within

ANY, ALL = "ANY", "ALL"

_FORM = re.compile(
    r"(?P<subject>[A-Za-z][A-Za-z0-9 -]*?)\s*(?P<sign>!=|>=|<=|==|=|>|<)\s*(?P<value>[^\s=<>!]\S*)"
)
_CODE = re.compile(r"[1-9]\d\d", re.ASCII)
_CLASS = re.compile(r"(?P<digits>[1-9]\d?)(?P<open>[yYxX][zZxX]|[xXzZ])", re.ASCII)
_ENHANCED = re.compile(r"([245])\.(\d{1,3}|x)\.(\d{1,3}|x)", re.ASCII | re.IGNORECASE)
_TLS = re.compile(r"(?:TLSv?)?1\.([0-3])", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,6})?", re.ASCII)

ENFORCED = "starttls-enforced"
_NAMES = ("greeting", "any", "all", "situation", "tls", "cert-days", ENFORCED, "end-of-data")
BEGINNINGS = (
    "greeting=",
    "EHLO=",
    "AUTH=",
    "MAIL=",
    "RCPT=",
    "DATA=",
    "end-of-data=",
    "any=",
    "any!=",
    "all<",
    "situation=",
    "situation!=",
    "tls>=",
    "tls=none",
    "cert-days>",
    ENFORCED,
)
"""How an expectation may begin, for who has forgotten it."""

_ORDERED = (Sign.AT_LEAST, Sign.AT_MOST, Sign.ABOVE, Sign.BELOW)


def read_expectation(text: str, situations: Iterable[str]) -> Expectation:
    """Return what `text` expects; raise UsageError, which names the word that is wrong and the nearest one.

    `situations` are the ids that there are; they are read only where one is named.
    """
    word = text.strip()
    if word.lower() == ENFORCED:
        return StarttlsEnforced(word)
    found = _FORM.fullmatch(word)
    if found is None:
        subject = word.rstrip("!=<> ")
        if _named(subject) is not None and subject.lower() != ENFORCED:
            raise UsageError(_("--expect {text!r}: what of it? Write {text}=VALUE", text=subject))
        near = _nearest(word.split("=")[0], (*_NAMES, *_verbs()))
        raise UsageError(_form_wrong(word, near))
    subject, sign, value = found["subject"], Sign(found["sign"].replace("==", "=")), found["value"]
    match _named(subject):
        case "situation":
            return _situation(word, sign, value, situations)
        case "tls":
            return TlsVersion(word, sign, _tls_version(word, value))
        case "cert-days":
            if _NUMBER.fullmatch(value) is None:
                raise UsageError(
                    _("--expect {text!r}: {value!r} is no number of days", text=word, value=value)
                )
            return CertificateDays(word, sign, float(value))
        case "starttls-enforced":
            raise UsageError(_("--expect {text!r}: starttls-enforced has no value", text=word))
        case None:
            raise UsageError(_no_such_subject(word, subject))
        case verb:
            return _replies(word, verb, sign, value)


def _named(subject: str) -> str | None:
    """Return which subject a word names: a verb or an occasion in capitals, another in small letters."""
    small = subject.lower()
    if small in ("situation", "tls", "cert-days", ENFORCED):
        return small
    if small in ("greeting", "connect"):
        return "CONNECT"
    if small in ("any", "all", "end-of-data", "message"):
        return {"message": "END-OF-DATA"}.get(small, small.upper())
    return subject.upper() if subject.upper() in _verbs() else None


def _replies(text: str, verb: str, sign: Sign, value: str) -> RepliesTo:
    if verb == ANY and sign not in (Sign.EQUAL, Sign.UNEQUAL):
        raise UsageError(
            _(
                "--expect {text!r}: of any reply one asks = or !=; of all of them, all{sign}{value}",
                text=text,
                sign=sign,
                value=value,
            )
        )
    return RepliesTo(text, verb, sign, _code(text, sign, value))


def _code(text: str, sign: Sign, value: str) -> Code | Enhanced:
    if _CODE.fullmatch(value):
        return Code(int(value), int(value))
    if (found := _CLASS.fullmatch(value)) is not None and len(value) == 3:
        width = 10 ** (3 - len(found["digits"]))
        lowest = int(found["digits"]) * width
        return Code(lowest, lowest + width - 1)
    if (parts := _ENHANCED.fullmatch(value)) is not None and sign not in _ORDERED:
        return Enhanced(tuple(None if part in "xX" else int(part) for part in parts.groups()))
    raise UsageError(
        _(
            "--expect {text!r}: {value!r} is no code: write 504, a class such as 5yz or 55x, or 5.7.1",
            text=text,
            value=value,
        )
    )


def _situation(text: str, sign: Sign, value: str, situations: Iterable[str]) -> IsSituation:
    if sign not in (Sign.EQUAL, Sign.UNEQUAL):
        raise UsageError(_("--expect {text!r}: a situation is = or != an id", text=text))
    known = tuple(situations)
    if value not in known:
        near = _nearest(value, known, limit=4)
        if near:
            raise UsageError(
                _(
                    "--expect {text!r}: there is no situation {value!r}; did you mean {near}?",
                    text=text,
                    value=value,
                    near=near,
                )
            )
        raise UsageError(
            _(
                "--expect {text!r}: there is no situation {value!r}; "
                "'smtptui codes --kind situation' lists them",
                text=text,
                value=value,
            )
        )
    return IsSituation(text, sign, value)


def _tls_version(text: str, value: str) -> tuple[int, int]:
    if value.lower() in ("none", "no"):
        return (0, 0)
    found = _TLS.fullmatch(value)
    if found is None:
        raise UsageError(_("--expect {text!r}: {value!r} is none of none, 1.2, 1.3", text=text, value=value))
    return (1, int(found[1]))


def _no_such_subject(text: str, subject: str) -> str:
    near = _nearest(subject, (*_NAMES, *_verbs()))
    if near:
        return _(
            "--expect {text!r}: there is no {word!r}; did you mean {near}?",
            text=text,
            word=subject,
            near=near,
        )
    return _(
        "--expect {text!r}: there is no {word!r}; it is greeting, any, all, a verb such as AUTH, situation, "
        "tls, cert-days or starttls-enforced",
        text=text,
        word=subject,
    )


def _form_wrong(text: str, near: str) -> str:
    if near:
        return _("--expect {text!r}: write it as NAME=VALUE; did you mean {near}?", text=text, near=near)
    return _("--expect {text!r}: write it as NAME=VALUE, such as greeting=220 or tls>=1.2", text=text)


def _verbs() -> tuple[str, ...]:
    from smtptui.wire.verbs import KNOWN_VERBS

    return tuple(sorted(KNOWN_VERBS))


def _nearest(word: str, words: Iterable[str], limit: int = 2) -> str:
    """Return the nearest of some words in any case of letters; empty where none is near."""
    from smtptui.reference.searching.nearest import nearest

    written = {known.lower(): known for known in words}
    near = nearest(word[:40].lower(), written, limit=limit, count=1)
    return written[near[0]] if near else ""
