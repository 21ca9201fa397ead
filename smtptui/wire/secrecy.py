"""The one judge of what in a line is, or may be, a credential.

Asked of every line before any of it is shown or kept: by what is typed, what is sent, what is read from a
log. A slip must not print a password, so that in doubt a line is masked, from where the doubt begins to its
end. In this order:

1. Where a response is awaited, the whole line is one.
2. A verb that takes credentials, in any case, mistyped, glued to what follows or behind a mark such as ``C:``
   hides its argument; only the name of a mechanism stays readable.
3. Where the line begins with no verb of SMTP, whatever is the base64 of readable text is hidden.
4. Whatever decodes to a response of PLAIN, XOAUTH2, CRAM-MD5 or SCRAM is hidden behind any verb.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from smtptui.wire.credentials import is_credential, is_readable, secrets_of_response
from smtptui.wire.sasl.names import KNOWN_MECHANISMS, MECHANISM_NAME, is_mechanism
from smtptui.wire.secret import REDACTED
from smtptui.wire.secret_verbs import find_secret_verb
from smtptui.wire.verbs import KNOWN_VERBS, VERBS, Verb

MASK = REDACTED.decode()

AUTH_VERBS = frozenset(verb for verb in Verb if VERBS[verb].takes_credentials)
"""The verbs that begin an exchange (RFC 4954; Exchange's own)."""

_BASE64_GROUP = 4
_WORDS_READ = 8
"""Words among which the verb is looked for, behind marks and numbers that were pasted with it."""

_BLANK = r"\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff"
_WORD = re.compile(rf"[^{_BLANK}]+")
_GAP = re.compile(rf"[:=,;]*[{_BLANK}]*")
_TOKEN = re.compile(r"[A-Za-z0-9+/_-]{6,}={0,2}")
_QUOTED = re.compile(
    r"\b(?:AUTH(?:ENTICATE)?|X-EXPS)[\s:=]{1,8}(?P<mechanism>[\w-]{1,40})[\s:=]{1,8}(?P<payload>[^\s'\"<>]{4,})",
    re.IGNORECASE,
)
_PLAIN_WORD = re.compile(r"[\W_]*(?:[A-Za-z]?[a-z'-]*|[A-Z]*)[\W_]*|[%$].*")
"""A word, or a place in a pattern: no base64."""

_BEARER = re.compile(r"\bauth=bearer\s(?P<token>\S+)", re.IGNORECASE)

_MARKS = ".,;:!?()[]{}`'\"\\"

_LOOKS_LIKE_A_VERB = re.compile(r"[A-Z][A-Z-]*\Z")


class Awaited(StrEnum):
    """What a line would be taken for now."""

    COMMAND = "command"
    RESPONSE = "response"
    """The answer to a challenge (RFC 4954 §4)."""
    MESSAGE = "message"
    """A line of message data."""


class Judged(NamedTuple):
    """A line as it may be `shown`, the `secrets` whose echo is to be scrubbed, and where they begin.

    `begins` is an index into the line; None where nothing in it is a credential.
    """

    shown: str
    secrets: tuple[bytes, ...] = ()
    begins: int | None = None


def judge(line: str, awaited: Awaited = Awaited.COMMAND, *, mechanism: str = "", number: int = 0) -> Judged:
    """Return what of `line`, which may be half typed, can be shown; never raises.

    `mechanism` is that of the exchange that is open, or was the last one on this connection, and `number`
    counts the responses before this one. Where no response is awaited, but there has been an exchange, a
    lone word that does not look like a verb is taken for a response that came too late.
    """
    if awaited is Awaited.RESPONSE:
        if line.strip() in ("", "=", "*"):
            return Judged(line)
        return _masked(line, 0, mechanism.upper(), number)
    found = [_Found(start, "", 0) for start, _ in _credentials_in(line)]
    if awaited is Awaited.COMMAND:
        found += _of_command(line, mechanism)
    if not found:
        return Judged(line)
    first = min(found, key=lambda each: (each.begins, not each.mechanism))
    return _masked(line, first.begins, first.mechanism, first.number)


def judge_text(text: str) -> Judged:
    """Return what can be shown of a server's text, or of a line of a log, which may repeat a command.

    Only the credentials are masked there; `secrets` holds them as they stand, and what they decode to.
    """
    spans = _merged([*_credentials_in(text), *(found.span("payload") for found in _commands_in(text))])
    shown, end = "", 0
    secrets: dict[bytes, None] = {}
    for start, stop in spans:
        secrets |= _secrets(text[start:stop])
        shown, end = shown + text[end:start] + MASK, stop
    return Judged(shown + text[end:], tuple(secrets), spans[0][0] if spans else None)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


class _Found(NamedTuple):
    """Where a credential begins, and whose response it is."""

    begins: int
    mechanism: str
    number: int


def _of_command(line: str, mechanism: str) -> Iterator[_Found]:
    words = list(islice(_WORD.finditer(line), _WORDS_READ))
    if not words:
        return
    for quoted in _commands_in(line):
        yield _Found(quoted.start("payload"), quoted["mechanism"].upper(), 0)
    first = words[0].group().upper()
    if first in KNOWN_VERBS and first not in AUTH_VERBS:
        return
    yield from _arguments(line, words)
    if len(words) == 1 and mechanism and _may_be_late(words[0].group()):
        yield _Found(words[0].start(), mechanism.upper(), 1)
    for token in _TOKEN.finditer(line):
        if is_readable(token.group()):
            yield _Found(token.start(), "", 0)
            break


def _may_be_late(word: str) -> bool:
    """Whether a lone word can be a response that came after its exchange had ended."""
    return len(word) >= _BASE64_GROUP and MASK not in word and not _LOOKS_LIKE_A_VERB.match(word)


def _arguments(line: str, words: list[re.Match[str]]) -> Iterator[_Found]:
    """Yield the argument of the first verb that takes a credential."""
    for place, word in enumerate(words):
        if (verb := find_secret_verb(word.group(), first=place == 0)) is not None:
            yield from _behind(line, word.start() + verb.ends, verb.takes_mechanism)
            return
    torn = find_secret_verb("".join(word.group() for word in words[:2]), first=True)
    if torn is not None:
        # As in ``AU TH PLAIN ...``.
        yield from _behind(line, words[:2][-1].end(), torn.takes_mechanism)


def _behind(line: str, end: int, takes_mechanism: bool) -> Iterator[_Found]:
    """Yield what stands behind the verb that ends at `end`, and behind a mechanism's name."""
    begins = _skip(line, end)
    mechanism = ""
    if takes_mechanism and (name := MECHANISM_NAME.match(line, begins)) is not None:
        half_typed = name.end() == len(line)
        if is_mechanism(name.group(), half_typed=half_typed):
            mechanism = name.group().upper()
            begins = _skip(line, name.end())
    rest = line[begins:]
    if rest.strip() not in ("", "=", "*") and not all(
        word.upper() in KNOWN_MECHANISMS for word in rest.split()
    ):
        yield _Found(begins, mechanism, 0)


def _skip(line: str, at: int) -> int:
    found = _GAP.match(line, at)
    return at if found is None else found.end()


def _masked(line: str, begins: int, mechanism: str, number: int) -> Judged:
    payload = line[begins:].strip()
    if payload == MASK:
        return Judged(line, (), begins)
    secrets = _secrets(payload, mechanism, number)
    head = line[:begins]
    while head.endswith(MASK):
        head = head.removesuffix(MASK)
    return Judged(head + MASK, tuple(secrets), begins)


def _secrets(payload: str, mechanism: str = "", number: int = 0) -> dict[bytes, None]:
    """Return what a server could echo of a response, or of several that stand side by side."""
    found = secrets_of_response(mechanism, number, payload)
    words = payload.split()
    if len(words) > 1:
        for place, word in enumerate(words):
            found += secrets_of_response(mechanism, number + place, word)
    return dict.fromkeys(filter(None, found))


def _credentials_in(text: str) -> Iterator[tuple[int, int]]:
    for token in _TOKEN.finditer(text):
        if is_credential(token.group()):
            yield token.span()
    for bearer in _BEARER.finditer(text):
        if not bearer["token"].startswith(MASK):
            yield bearer.span("token")


def _commands_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the AUTH commands with a response in a text; neither prose nor lists of mechanisms."""
    for found in _QUOTED.finditer(text):
        payload = found["payload"]
        if (
            is_mechanism(found["mechanism"])
            and not payload.startswith(MASK)
            and not _PLAIN_WORD.fullmatch(payload)
            and payload.strip(_MARKS).upper() not in KNOWN_MECHANISMS
        ):
            yield found
