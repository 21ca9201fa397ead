"""The credentials in a text, and the text without them; what is one, `smtptui.wire.secrecy` judges."""

import binascii
import re
from collections import deque

from smtptui.wire.credentials import is_credential, is_readable
from smtptui.wire.scrubber import Scrubber
from smtptui.wire.secrecy import MASK, Awaited, judge, judge_text

HIDDEN = MASK
"""What stands in a credential's place."""

SHORTEST = 4
"""Octets of a part of a credential that are looked for: shorter ones would hide plain words."""

SECRETS_KEPT = 16
"""Lines with credentials that are remembered, to know them again where a server or a log repeats them."""


def asks_for_name(challenge: str) -> bool:
    """Return whether the challenge of LOGIN, in base64, asks for the user's name, which is no secret."""
    try:
        asked = binascii.a2b_base64(challenge.strip()).lower()
    except ValueError:
        return False
    return b"user" in asked or b"name" in asked


WORDS_KEPT = 8192
"""Words that are known to be no credentials."""

_SECRETIVE = ("auth", "bearer", "x-exps", "pass")
_CODED = re.compile(r"[A-Za-z0-9+/_-]{6,}={0,2}")


class Secrets:
    """The credentials that were seen last, for all sessions of a text."""

    def __init__(self) -> None:
        self._kept: deque[tuple[bytes, ...]] = deque(maxlen=SECRETS_KEPT)
        self._words: set[str] = set()
        self._scrubber: Scrubber | None = None

    def keep_response(self, line: str, mechanism: str, number: int) -> None:
        """Remember a response to a challenge."""
        self._keep(judge(line, Awaited.RESPONSE, mechanism=mechanism, number=number).secrets)

    def keep_echoed(self, line: str, text: str) -> None:
        """Remember a line, which may be a response in clear, if a server's text repeats it."""
        for own in (line, line.partition(" ")[0]):
            start = text.lower().find(own.lower())
            if len(own) >= SHORTEST and start >= 0:
                # A server may have changed the case.
                for echoed in {own, text[start : start + len(own)]}:
                    self._keep(judge(echoed, Awaited.RESPONSE).secrets)
                return

    def without_credential(self, line: str, mechanism: str = "") -> str:
        """Return a line of the client as it may be shown, and remember what was hidden.

        `mechanism` is that of the last exchange of the session: a response may come when it has ended.
        """
        judged = judge(line, mechanism=mechanism)
        self._keep(judged.secrets)
        return judged.shown

    def gives_away(self, line: str) -> bool:
        """Return whether there is a credential in a line of which it is not known whose it is."""
        return judge(line).begins is not None

    def scrubbed(self, text: str) -> str:
        """Return a text of a server or of a log without a credential that stands in it or that was seen."""
        if self._may_give_away(text):
            judged = judge_text(text)
            if judged.begins is not None:
                self._keep(judged.secrets)
                text = judged.shown
        if "334 " in text or "-> " in text or "~> " in text or "C: " in text:
            # A session in one line: what answers a challenge may be a password in base64 and nothing else.
            text = _CODED.sub(lambda found: HIDDEN if is_readable(found[0]) else found[0], text)
        if not self._kept:
            return text
        if self._scrubber is None:
            self._scrubber = Scrubber()
            self._scrubber.add(secret for own in self._kept for secret in own)
        return self._scrubber.scrub(text.encode("utf-8", "replace")).decode("utf-8", "replace")

    def _may_give_away(self, text: str) -> bool:
        """Return whether a text is to be judged; the words that logs repeat are looked at once."""
        lowered = text.lower()
        if any(sign in lowered for sign in _SECRETIVE):
            return True
        for word in _CODED.findall(text):
            if word not in self._words:
                if is_credential(word):
                    return True
                if len(self._words) >= WORDS_KEPT:
                    self._words.clear()
                self._words.add(word)
        return False

    def _keep(self, secrets: tuple[bytes, ...]) -> None:
        # Who types a password in clear often does so as NAME:PASSWORD.
        behind = (secret.rpartition(b":")[2] for secret in secrets if b":" in secret)
        secrets += tuple(part for part in behind if len(part) >= SHORTEST)
        if secrets and secrets not in self._kept:
            self._kept.append(secrets)
            self._scrubber = None
