"""What is known about a reply when it is to be explained."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # both are dear to import, and `explain 504` needs none of them
    from collections.abc import Iterable, Iterator

    from smtptui.wire.ehlo import Extensions
    from smtptui.wire.events import GreetingReceived, ReplyReceived

TEXT_READ = 4096
"""Octets, and characters, of a reply's text that are read: many times what any server says on purpose, and
little enough that no reply takes long to explain."""


class Evidence(NamedTuple):
    """What is known about a reply; an empty field is unknown.

    `command` is the verb it answers in capitals, or CONNECT (the greeting or what stands in its place),
    END-OF-DATA, RESPONSE (to an AUTH challenge). `command_line` is the command as it may be shown. `keywords`
    are those of the EHLO reply, `mechanisms` what its AUTH offers, `server` the software as guessed.
    """

    code: str
    enhanced: str = ""
    text: str = ""
    command: str = ""
    command_line: str = ""
    tls: bool | None = None
    mechanisms: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    server: str = ""
    anomalies: tuple[str, ...] = ()
    """What is odd about its form, in the words of `smtptui.wire.reply.Anomaly`."""
    mechanism: str = ""
    """The AUTH mechanism of the exchange, where a response is answered."""
    authenticated: bool | None = None


def evidence_of(
    event: "GreetingReceived | ReplyReceived",
    *,
    extensions: "Extensions | None",
    tls: bool | None,
    server: str,
    mechanism: str = "",
    authenticated: bool | None = None,
) -> Evidence:
    """Return the evidence in an event, with what was known of the server when it came."""
    # The command line has no events to explain, and neither import is cheap.
    from smtptui.reference.explaining.enhanced_text import split_enhanced
    from smtptui.text import visible

    asked = getattr(event, "asked", None)
    # Only a greeting has no `asked`; a reply that nobody asked for has None there.
    command = asked.verb if asked is not None else "" if hasattr(event, "asked") else "CONNECT"
    parts = [split_enhanced(visible(text)) for text in _read(line.text for line in event.reply.lines)]
    # Where no enhanced code belongs the wire reports none, and a remark is due if one stands there.
    enhanced = str(event.reply.enhanced or "") or next((own for own, _ in parts if own), "")
    return Evidence(
        code=f"{event.reply.code:03d}",
        enhanced=enhanced,
        text=" ".join(text for _, text in parts if text)[:TEXT_READ],
        command=command,
        command_line=visible(asked.line) if asked is not None else "",
        tls=tls,
        mechanisms=extensions.mechanisms if extensions is not None else (),
        keywords=tuple(keyword.name for keyword in extensions.keywords) if extensions is not None else (),
        server=server,
        anomalies=tuple(str(anomaly) for anomaly in event.reply.anomalies),
        mechanism=mechanism,
        authenticated=authenticated,
    )


def _read(texts: "Iterable[bytes]") -> "Iterator[bytes]":
    """Yield the texts of a reply's lines up to `TEXT_READ` octets."""
    left = TEXT_READ
    for text in texts:
        if left <= 0:
            return
        yield text[:left]
        left -= len(text) + 1
