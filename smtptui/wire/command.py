"""Command lines, checked before an octet is written (RFC 5321 §4.1.1, §4.1.2)."""

import re
import unicodedata

from smtptui.wire.ehlo import Extensions
from smtptui.wire.limits import AUTH_LINE, COMMAND_LINE, LINE_GROWTH
from smtptui.words import _

_BDAT = re.compile(r"\s*BDAT\s+(?P<size>[0-9]{1,18})(?:\s+LAST)?\s*", re.IGNORECASE)


_GROWN = frozenset(verb for verb, _keyword in LINE_GROWTH)
"""Verbs whose lines may be longer where an extension is offered."""


class CommandError(ValueError):
    """A line that is not sent; the message says why and what to write instead, in words for the user."""


def verb_of(line: str) -> str:
    """Return the verb of a command line, in capitals; an empty string for a blank line."""
    words = line.split(maxsplit=1)
    return words[0].upper() if words else ""


def chunk_size(line: str) -> int | None:
    """Return how many octets a BDAT command announces, or None where that is not clear (RFC 3030 §2)."""
    found = _BDAT.fullmatch(line)
    return int(found["size"]) if found else None


class BreachError(CommandError):
    """A line that breaks the protocol, but can be sent if the user insists."""


def encode_command(line: str, extensions: Extensions | None, *, insist: bool = False) -> bytes:
    """Return the octets of a command line with its line end.

    Raises CommandError for a blank line and a control character; BreachError, unless `insist`, for a line
    that is too long for its verb and the offered extensions, and for characters beyond ASCII where SMTPUTF8
    is not offered (RFC 6531 §3.1).
    """
    verb = verb_of(line)
    if not verb:
        msg = _("There is no command on this line: type one, such as NOOP.")
        raise CommandError(msg)
    _refuse_controls(line)
    if insist:
        return _encode(line)
    if not line.isascii() and (extensions is None or "SMTPUTF8" not in extensions):
        found = next(character for character in line if not character.isascii())
        msg = _(
            "{character} is not ASCII, and the server does not offer SMTPUTF8: write it in ASCII.",
            character=repr(found),
        )
        raise BreachError(msg)
    octets = _encode(line)
    limit = line_limit(verb, extensions)
    if len(octets) > limit:
        msg = _(
            "This command has {octets} octets; it may have {limit} with its line end.",
            octets=len(octets),
            limit=limit,
        )
        raise BreachError(msg)
    return octets


def encode_response(line: str) -> bytes:
    """Return the octets of a line that answers an AUTH challenge; the line may be empty (RFC 4954 §4)."""
    _refuse_controls(line)
    octets = _encode(line)
    if len(octets) > AUTH_LINE:
        msg = _(
            "This response has {octets} octets; it may have {limit} with its line end.",
            octets=len(octets),
            limit=AUTH_LINE,
        )
        raise CommandError(msg)
    return octets


def line_limit(verb: str, extensions: Extensions | None) -> int:
    """Return how many octets a line with this verb may have, its line end included."""
    if verb not in _GROWN:
        return COMMAND_LINE
    offered = extensions or ()
    return COMMAND_LINE + sum(
        growth for (grown, keyword), growth in LINE_GROWTH.items() if grown == verb and keyword in offered
    )


def _refuse_controls(line: str) -> None:
    if line.isprintable():
        return
    for character in line:
        if character in "\r\n":
            msg = _("A command is one line: take the line break out.")
            raise CommandError(msg)
        if unicodedata.category(character) == "Cc":
            msg = _(
                "The control character {character} cannot stand in a command: take it out.",
                character=f"U+{ord(character):04X}",
            )
            raise CommandError(msg)


def _encode(line: str) -> bytes:
    try:
        return line.encode() + b"\r\n"
    except UnicodeEncodeError:
        pass
    # Outside the handler: the encoding error holds the line, which may be a credential.
    msg = _("This line holds a character that UTF-8 cannot encode (a lone surrogate): take it out.")
    raise CommandError(msg)
