"""What a server echoes of the credentials it was sent, found in any disguise and masked.

A credential is looked for as it is, in base64 at each of its three alignments, in hexadecimal digits,
percent-encoded and reversed; each in any case of letters, with blanks in it, and torn over several lines of
a reply. What is masked keeps its length.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from itertools import compress

KEPT = 48
"""Credentials that are looked for: those of the last commands, each of which may hold three or four."""

_SHORT = 4
"""A credential below so many octets is scrubbed only where it stands as a word: else every `a` would go."""

_TORN = 4
"""Octets at the end of a line that are masked where a credential may go on in the next one.

Of a shorter credential half its octets count, so that at least one half of it never stands there.
"""

_SPREAD = 6
"""Octets that a credential has to have to be looked for with blanks in it."""

_FILLING = b" \t\r\n:-"
_HEAD = re.compile(rb"(?:[0-9]{3}[ -])?(?:[0-9]\.[0-9]{1,3}\.[0-9]{1,3}(?=[ \t]))?[ \t]*")


class Scrubber:
    """Replaces what is echoed of the credentials by as many asterisks; its time is linear in the text."""

    __slots__ = ("_added", "_all", "_forms", "_heads", "_least", "_long", "_longest", "_spread", "_words")

    def __init__(self) -> None:
        self._added: dict[bytes, None] = {}
        self._forms: tuple[bytes, ...] = ()
        self._long: tuple[bytes, ...] = ()
        self._all = b""
        self._heads: re.Pattern[bytes] | None = None
        self._least = 0
        self._spread: tuple[bytes, ...] = ()
        self._words: re.Pattern[bytes] | None = None
        self._longest = 0

    def __repr__(self) -> str:
        return "Scrubber()"

    def __bool__(self) -> bool:
        return bool(self._added)

    def add(self, secrets: Iterable[bytes]) -> None:
        """Scrub these octets from now on; the latest `KEPT` are remembered."""
        new = [secret for secret in secrets if secret and secret not in self._added]
        if not new:
            return
        self._added |= dict.fromkeys(new)
        for oldest in list(self._added)[: max(0, len(self._added) - KEPT)]:
            del self._added[oldest]
        self._forms = ()

    def scrub(
        self, octets: bytes, *, unfinished: bool = False, continued: bool = False, continues: bool = False
    ) -> bytes:
        """Return `octets`, as long as they were, without a credential in them.

        With `unfinished` their end may be the beginning of one, and is masked as well. With `continues`
        another line of the same reply follows, with `continued` one came before.
        """
        if not self._added:
            return octets
        if not self._forms:
            self._prepare()
        lowered = octets.lower()
        spans = [*self._whole(lowered), *self._spread_out(lowered)]
        if unfinished:
            spans.append((self._beginning(lowered), len(octets)))
        if continued or continues:
            spans += self._torn(lowered, continued=continued, continues=continues)
        if not spans:
            return octets
        shown = bytearray(octets)
        for start, end in spans:
            shown[start:end] = b"*" * (end - start)
        return bytes(shown)

    def _prepare(self) -> None:
        forms = {form.lower() for secret in self._added for form in _forms(secret)}
        self._forms = tuple(sorted(forms, key=len, reverse=True))
        self._long = tuple(form for form in self._forms if len(form) >= _SHORT)
        self._all = b"\n".join(self._long)
        self._heads = re.compile(b"|".join({re.escape(form[: _least_torn(form)]) for form in self._long}))
        self._least = min(map(_least_torn, self._long))
        squeezed = {form.translate(None, _FILLING) for form in self._long}
        self._spread = tuple(form for form in squeezed if len(form) >= _SPREAD)
        short = b"|".join(re.escape(form) for form in self._forms if len(form) < _SHORT)
        self._words = re.compile(rb"(?<![0-9a-z])(?:" + short + rb")(?![0-9a-z])") if short else None
        self._longest = len(self._forms[0])

    def _whole(self, lowered: bytes) -> Iterator[tuple[int, int]]:
        for form in self._long:
            start = lowered.find(form)
            while start >= 0:
                yield start, start + len(form)
                # Of a run such as "aaaa", what follows is masked too, and is not looked at octet by octet.
                start = lowered.find(form, start + len(form))
        if self._words is not None:
            yield from (found.span() for found in self._words.finditer(lowered))

    def _spread_out(self, lowered: bytes) -> Iterator[tuple[int, int]]:
        squeezed = lowered.translate(None, _FILLING)
        if len(squeezed) == len(lowered):
            return
        found = [(start, len(form)) for form in self._spread if (start := squeezed.find(form)) >= 0]
        if not found:
            return
        places = list(compress(range(len(lowered)), (octet not in _FILLING for octet in lowered)))
        for start, length in found:
            form = squeezed[start : start + length]
            while start >= 0:
                yield places[start], places[start + length - 1] + 1
                start = squeezed.find(form, start + length)

    def _beginning(self, lowered: bytes) -> int:
        """Return where at the end of `lowered` a credential may have begun."""
        tail = lowered[-self._longest :]
        begins = len(tail)
        for form in self._forms:
            start = tail.find(form[:1], 0, begins)
            while start >= 0 and not form.startswith(tail[start:]):
                start = tail.find(form[:1], start + 1, begins)
            if start >= 0:
                begins = start
        return len(lowered) - len(tail) + begins

    def _torn(self, lowered: bytes, *, continued: bool, continues: bool) -> Iterator[tuple[int, int]]:
        """Yield what may be the end of a credential that began a line before, or the beginning of one."""
        end = len(lowered.rstrip())
        found = _HEAD.match(lowered)
        begin = found.end() if found else 0
        body = lowered[begin:end]
        # Most lines have nothing in common with a credential: that is seen at once.
        assert self._heads is not None
        continues = continues and self._heads.search(body, max(0, len(body) - self._longest)) is not None
        continued = continued and body[: self._least] in self._all
        if not continued and not continues:
            return
        for form in self._long:
            least = _least_torn(form)
            if len(body) < least:
                continue
            if continues and (length := _overlap(body, form, least)):
                yield end - length, end
            if continued and (length := _overlap(form, body, least)):
                yield begin, begin + length
            if continued and body in form:
                yield begin, end


def _least_torn(form: bytes) -> int:
    return min(_TORN, (len(form) + 1) // 2)


def _overlap(before: bytes, after: bytes, least: int) -> int:
    """Return how many octets, at least so many, both end `before` and begin `after`; 0 if none do."""
    head = after[:least]
    start = max(0, len(before) - len(after))
    while (start := before.find(head, start)) >= 0:
        if after.startswith(before[start:]):
            return len(before) - start
        start += 1
    return 0


def _forms(secret: bytes) -> set[bytes]:
    """Return the ways in which `secret` may stand in a text."""
    encoded = base64.b64encode(secret)
    forms = {secret, encoded, encoded.rstrip(b"=")}
    for shift in range(3):
        shifted = base64.b64encode(b"\0" * shift + secret).rstrip(b"=")
        whole = (shift + len(secret)) * 8 // 6
        inside = shifted[-(-shift * 8 // 6) : whole]
        if len(inside) >= _SHORT:
            forms.add(inside)
    if len(secret) >= _SHORT:
        forms |= {secret[::-1], encoded.rstrip(b"=")[::-1], secret.hex().encode(), _as_entities(secret)}
        forms |= {_percent(form, kept) for form in (secret, encoded) for kept in (b"", _UNRESERVED)}
        forms |= {form.translate(_URL_SAFE) for form in tuple(forms)}
    return forms


_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


def _percent(octets: bytes, kept: bytes) -> bytes:
    return b"".join(b"%c" % octet if octet in kept else b"%%%02X" % octet for octet in octets)


def _as_entities(octets: bytes) -> bytes:
    for sign, entity in ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"), (b'"', b"&quot;")):
        octets = octets.replace(sign, entity)
    return octets
