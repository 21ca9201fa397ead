"""Credentials: a value that shows itself nowhere, and the scrubbing of a server's echo of one."""

import base64
import re
from collections.abc import Iterable
from typing import NoReturn

REDACTED = "••••••".encode()
"""What stands in a shown command in place of a credential; always as long, to tell nothing of its length."""

_SHORT = 4
"""A credential below so many octets is scrubbed only where it stands as a word: else every `a` would go."""


class Secret:
    """Octets that no repr, str, format or pickle shows; `reveal` is the one way to them."""

    __slots__ = ("_octets",)

    def __init__(self, octets: bytes | str) -> None:
        self._octets = octets.encode() if isinstance(octets, str) else octets

    def reveal(self) -> bytes:
        """Return the octets, to be written to the wire and nowhere else."""
        return self._octets

    def __repr__(self) -> str:
        return "Secret()"

    def __reduce__(self) -> NoReturn:
        msg = "a Secret is not written anywhere"
        raise TypeError(msg)


class Scrubber:
    """Replaces what a server echoes of the credentials it was sent by as many asterisks."""

    __slots__ = ("_forms", "_longest", "_pattern")

    def __init__(self) -> None:
        self._forms: set[bytes] = set()
        self._longest = 0
        self._pattern: re.Pattern[bytes] | None = None

    def __repr__(self) -> str:
        return "Scrubber()"

    def __bool__(self) -> bool:
        return self._pattern is not None

    def add(self, secrets: Iterable[bytes]) -> None:
        """Scrub these octets from now on, and their base64 at each of its three alignments, in any case."""
        for secret in secrets:
            if secret:
                self._forms.update(form.lower() for form in _forms(secret))
        if self._forms:
            longest_first = sorted(self._forms, key=len, reverse=True)
            self._longest = len(longest_first[0])
            self._pattern = re.compile(b"|".join(map(_as_pattern, longest_first)), re.IGNORECASE)

    def scrub(self, octets: bytes, *, unfinished: bool = False) -> bytes:
        """Return `octets`, as long as they were, without a credential in them.

        With `unfinished` their end may be the beginning of one, and is masked as well.
        """
        if self._pattern is None:
            return octets
        octets = self._pattern.sub(lambda found: b"*" * len(found.group()), octets)
        return self._without_beginning(octets) if unfinished else octets

    def _without_beginning(self, octets: bytes) -> bytes:
        lowered = octets[-self._longest :].lower()
        begins = len(lowered)
        for form in self._forms:
            start = lowered.find(form[:1], 0, begins)
            while start >= 0 and not form.startswith(lowered[start:]):
                start = lowered.find(form[:1], start + 1, begins)
            if start >= 0:
                begins = start
        hidden = len(lowered) - begins
        return octets[: len(octets) - hidden] + b"*" * hidden


def _as_pattern(form: bytes) -> bytes:
    escaped = re.escape(form)
    return rb"(?<![0-9A-Za-z])" + escaped + rb"(?![0-9A-Za-z])" if len(form) < _SHORT else escaped


def _forms(secret: bytes) -> set[bytes]:
    """Return the ways in which `secret` may stand in a text: itself, and the inside of its base64."""
    forms = {secret, base64.b64encode(secret), base64.b64encode(secret).rstrip(b"=")}
    for shift in range(3):
        shifted = base64.b64encode(b"\0" * shift + secret).rstrip(b"=")
        whole = (shift + len(secret)) * 8 // 6
        inside = shifted[-(-shift * 8 // 6) : whole]
        if len(inside) >= _SHORT:
            forms.add(inside)
    return forms
