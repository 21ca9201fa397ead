"""The service extensions that an EHLO reply offers (RFC 5321 §4.1.1.1)."""

import re
from typing import NamedTuple

from smtptui.wire.limits import KEYWORDS
from smtptui.wire.reply import Reply

_BLANKS = re.compile(r"[ \t]+")


class Keyword(NamedTuple):
    """One line of the list: its `name` in capitals, `as_given`, its `parameters`.

    `line` is its place in the reply, from 0; `duplicate` is set where a line before it has the same name.
    """

    name: str
    as_given: str
    parameters: tuple[str, ...]
    line: int
    duplicate: bool = False


class Extensions(NamedTuple):
    """What the server offers; `truncated` where it lists more than `limits.KEYWORDS`."""

    domain: str
    keywords: tuple[Keyword, ...]
    truncated: bool = False

    @classmethod
    def parse(cls, reply: Reply) -> "Extensions":
        """Return what a positive reply to EHLO offers: its first line names the server, others keywords."""
        domain = ""
        keywords: list[Keyword] = []
        seen: set[str] = set()
        truncated = False
        for number, line in enumerate(reply.lines):
            octets, odd = line.text, bool(line.anomalies)
            if odd or not octets.isascii():
                text = octets.decode("utf-8", "backslashreplace").strip(" \t\r")
                words = [word for word in _BLANKS.split(text) if word]
            else:
                # Printable ASCII, whose only blank is the space.
                words = octets.decode("ascii").split()
            if number == 0:
                domain = words[0] if words else ""
            elif not words or (odd and line.code is None):
                continue
            elif len(keywords) == KEYWORDS:
                truncated = True
                break
            else:
                keyword = _keyword(words, number, seen)
                seen.add(keyword.name)
                keywords.append(keyword)
        return cls(domain, tuple(keywords), truncated)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def get(self, name: str) -> Keyword | None:
        """Return the first keyword of that name, in any case of letters."""
        wanted = name.upper()
        return next((keyword for keyword in self.keywords if keyword.name == wanted), None)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The mechanisms of AUTH and of the older ``AUTH=``, in capitals, in order, each once."""
        return tuple(
            dict.fromkeys(
                parameter.upper()
                for keyword in self.keywords
                if keyword.name == "AUTH"
                for parameter in keyword.parameters
            )
        )

    @property
    def size(self) -> int | None:
        """The largest message in octets; 0 where none is fixed, None where SIZE is not offered or unclear."""
        keyword = self.get("SIZE")
        if keyword is None:
            return None
        if not keyword.parameters:
            return 0
        number = keyword.parameters[0]
        return int(number) if number.isascii() and number.isdigit() and len(number) <= 20 else None


def _keyword(words: list[str], line: int, seen: set[str]) -> Keyword:
    given, parameters = words[0], words[1:]
    name = given.upper()
    if name.startswith("AUTH="):
        # The form of the first drafts of AUTH, which some servers offer beside the standard one.
        name = "AUTH"
        if first := given[len("AUTH=") :]:
            parameters.insert(0, first)
        return Keyword(name, given, tuple(parameters), line)
    return Keyword(name, given, tuple(parameters), line, name in seen)
