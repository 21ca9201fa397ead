"""What the demo servers say: each greets and refuses as the facts have it of a real server, or misbehaves.

A script is data: `smtptui.demo.playing` plays it, `smtptui.demo.menu` lists all of them. Where a text is the
facts', `smtptui.demo.real` has filled its places.
"""

from typing import NamedTuple

from smtptui.words import mark

HOST = "demo.example"
"""What the servers call themselves; a name that is kept for examples (RFC 2606 §3)."""


class Rule(NamedTuple):
    """What a command is answered: the first rule whose `pattern` fits the whole of it counts.

    `reply` is one line of a reply, its place ``{}`` filled with the pattern's first group; `command` brings
    it about and `meaning` is what it shows, an id of the facts or empty. With `inside` it is so in TLS only.
    """

    pattern: str
    reply: str
    command: str = ""
    meaning: str = ""
    inside: bool = False


class Say(NamedTuple):
    """Octets that are sent once `after` seconds have passed."""

    octets: bytes
    after: float = 0.0


class Script(NamedTuple):
    """One demo server.

    `title` and `about` are marked to be translated; `greeting` is sent as it stands, `meaning` what it
    shows. `early` is said to who speaks before the greeting is complete, `slow` are the seconds before each
    reply, `octet` those before each octet of it. `starttls` is what STARTTLS is answered, if it is offered.
    """

    id: str
    title: str
    about: str
    greeting: tuple[Say, ...]
    meaning: str = "220.greeting"
    offers: tuple[str, ...] = ("PIPELINING", "SIZE 10485760", "8BITMIME", "ENHANCEDSTATUSCODES")
    mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN")
    rules: tuple[Rule, ...] = ()
    starttls: str = ""
    early: str = ""
    slow: float = 0.0
    octet: float = 0.0

    @property
    def tries(self) -> tuple[str, ...]:
        """The commands that bring about what this server is there to show."""
        return tuple(dict.fromkeys(rule.command for rule in self.rules if rule.command))


STANDARD = "standard"
"""The id of the server that one meets without choosing: aiosmtpd."""

AT_WILL = Rule(r"(?:X421|NOOP 421)", "421 4.3.2 Service not available, closing transmission channel", "X421")
"""The 421 that any of these servers says when it is asked to."""

POSTSCREEN_WAIT = 6.0
"""Seconds between the two parts of the greeting: postscreen's own."""


def greeted(text: str, code: int = 220) -> tuple[Say, ...]:
    """Return a greeting of one line."""
    return (Say(f"{code} {text}\r\n".encode()),)


BEHAVIOURS = (
    Script(
        "starttls",
        mark("STARTTLS with a made certificate"),
        mark("Offers STARTTLS with a certificate that nobody knows. STARTTLS again is a 504."),
        greeted(f"{HOST} Stalwart ESMTP at your service."),
        rules=(
            Rule("STARTTLS", "504 5.7.4 Already in TLS mode.", "STARTTLS", "504.already-tls", inside=True),
            Rule("STARTTLS", "220 2.0.0 Ready to start TLS.", "STARTTLS", "220.starttls"),
        ),
        starttls="220 2.0.0 Ready to start TLS.",
    ),
    Script(
        "postscreen",
        mark("A greeting in two parts"),
        mark("postscreen: 220- now, 220 after six seconds. Who speaks in between is refused."),
        (
            Say(f"220-{HOST} ESMTP Postfix\r\n".encode()),
            Say(f"220 {HOST} ESMTP Postfix\r\n".encode(), POSTSCREEN_WAIT),
        ),
        early="521 5.5.1 Protocol error",
    ),
    Script(
        "xclient",
        mark("220 again after XCLIENT"),
        mark("Offers XCLIENT, and greets again after it: the 220 that begins no connection."),
        greeted(f"{HOST} ESMTP Postfix"),
        offers=("PIPELINING", "XCLIENT NAME ADDR PROTO HELO"),
        rules=(
            Rule(
                r"XCLIENT .+",
                f"220 {HOST} ESMTP Postfix",
                "XCLIENT NAME=mail.example.org ADDR=192.0.2.1",
                "220.xclient",
            ),
        ),
    ),
    Script(
        "tarpit",
        mark("A tarpit"),
        mark("Waits three seconds before each reply, and sends it octet by octet."),
        greeted(f"{HOST} ESMTP, take your time"),
        slow=3.0,
        octet=0.08,
    ),
    Script(
        "closing",
        mark("421 at will"),
        mark("X421, or NOOP 421, is answered 421, and the server closes."),
        greeted(f"{HOST} ESMTP Postfix"),
    ),
    Script(
        "busy",
        mark("Too busy: 421 for a greeting"),
        mark("Refuses for now, before anything is said."),
        greeted(f"4.7.0 {HOST} Error: too many connections from 127.0.0.1", 421),
        "",
    ),
    Script(
        "refusing",
        mark("Refused: 554 for a greeting"),
        mark("Will not talk to this client: only QUIT is left."),
        greeted("5.7.1 No SMTP service here for 127.0.0.1", 554),
        "",
    ),
    Script("silent", mark("Silent"), mark("Accepts the connection and never says a word."), (), ""),
    Script(
        "http",
        mark("No SMTP at all"),
        mark("A web server on the port."),
        (Say(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),),
        "",
    ),
)
"""What servers do that no text of the facts shows."""
