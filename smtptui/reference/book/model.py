"""The values of the reference: codes and their meanings, and the articles on them.

Facts are language-neutral and come from ``facts/``; prose comes from ``articles/<language>/``. All values
are immutable, plain strings, and safe to show.
"""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The ways into the reference."""

    BASIC = "basic"
    ENHANCED = "enhanced"
    EXTENSION = "extension"
    MECHANISM = "mechanism"
    SITUATION = "situation"


class Status(StrEnum):
    """What stands behind a code or a meaning."""

    STANDARD = "standard"
    """An RFC 5321 reply."""
    EXTENSION = "extension"
    """Assigned by the RFC of a service extension."""
    OBSOLETE = "obsolete"
    """Once standard."""
    IANA = "iana"
    """Only named as the partner of an enhanced code in the IANA registry."""
    VENDOR = "vendor"
    """What one server's source or documentation shows."""
    FOLKLORE = "folklore"
    """Listed by web pages and tables, backed by no RFC."""


class Actor(StrEnum):
    """Who has to act on a reply."""

    NOBODY = "nobody"
    CLIENT = "client"
    """Whoever runs or writes the program that sent the command."""
    USER = "user"
    """The holder of the account: credentials, quota."""
    SENDER = "sender"
    """Whoever wrote the mail: the address, the attachment, the size."""
    SENDING_POSTMASTER = "sending-postmaster"
    """Whoever runs the sending host and its domain: DNS, reputation, signatures."""
    RECIPIENT = "recipient"
    """The holder of the mailbox that the mail is for."""
    SERVER = "server"
    """The postmaster of the receiving server."""
    EITHER = "either"
    """Sending and receiving side: which one, the text tells."""


class Retry(StrEnum):
    """Whether the same command may be sent again."""

    NOT_NEEDED = "not-needed"
    LATER = "later"
    """Unchanged, after a while (4yz)."""
    CHANGED = "changed"
    """At once, but only after changing something."""
    NEVER = "never"


class SessionEffect(StrEnum):
    """What becomes of the session after the reply."""

    GOES_ON = "goes-on"
    AWAITS_INPUT = "awaits-input"
    """The server waits for more of the same command (3yz)."""
    ENDS = "ends"
    MAY_END = "may-end"


class Confidence(StrEnum):
    """How sure it is what a reply means."""

    CERTAIN = "certain"
    """Its text, an exact code or the command singles it out, and nothing speaks against it."""
    LIKELY = "likely"
    """More speaks for it than for any other."""
    POSSIBLE = "possible"
    """The evidence does not decide."""


class Meaning(NamedTuple):
    """One of the things a code is used to say.

    `commands` are verbs in capitals, or ``CONNECT``, ``END-OF-DATA``, ``ANY``. `enhanced` are enhanced codes
    it comes with, ``patterns`` regular expressions (case ignored) that its text matches, `servers` those
    that are known to use it. `sources` name RFC and section, registry, or a server's source file.
    `verified` says how it was checked: yes, documented, source-code, list-only, partial, no.
    """

    id: str
    name: str
    status: Status
    commands: tuple[str, ...]
    enhanced: tuple[str, ...]
    patterns: tuple[str, ...]
    servers: tuple[str, ...]
    actor: Actor
    retry: Retry
    session: SessionEffect
    sources: tuple[str, ...]
    verified: str
    settings: tuple[tuple[str, str], ...] = ()
    """Per server, the name of its setting that decides on this reply."""
    label: str = ""
    """What the RFC's table calls it, to be shown as a quotation with its source."""
    situations: tuple[str, ...] = ()
    """Ids of what this code is used to say with it; the first is the usual one."""

    @property
    def situation(self) -> str:
        """The id of the usual situation, or empty."""
        return self.situations[0] if self.situations else ""


class Code(NamedTuple):
    """The facts about one basic reply code."""

    code: str
    name: str
    status: Status
    in_grammar: bool
    """Whether RFC 5321's reply-code grammar allows it (second digit 0–5)."""
    iana_enhanced: tuple[str, ...]
    """Enhanced codes the IANA registry pairs it with, as ``X.5.4``."""
    seen_enhanced: tuple[tuple[str, int], ...]
    """Enhanced codes that servers send with it, and how many of the collected replies have them."""
    lookalikes: tuple[str, ...]
    """Codes it is confused with."""
    meanings: tuple[Meaning, ...]


class Block(NamedTuple):
    """A paragraph or a list item of an article; `text` may hold ``code`` in backticks."""

    kind: str
    """``paragraph`` or ``item``."""
    text: str


class MeaningArticle(NamedTuple):
    """What an article says of one meaning: a title, and what is particular to this code's use.

    It goes before what its situation's article says and never in its place: how to fix it in full, on either
    side, is said there only.
    """

    id: str
    title: str
    body: tuple[Block, ...]
    fix: tuple[Block, ...]
    """The one step to begin with."""
    do: str = ""
    """The same in a few words, for a table."""


class Article(NamedTuple):
    """The prose on one code in one language; a section that the article lacks is empty."""

    code: str
    title: str
    gist: str
    """One line."""
    next: str
    """What to do, in a few words, e.g. ``send EHLO``."""
    description: tuple[Block, ...]
    when: tuple[Block, ...]
    fix: tuple[Block, ...]
    postmaster: tuple[Block, ...]
    """How to fix it on the receiving side, where that differs."""
    choose: tuple[Block, ...]
    """When a server should send it rather than its neighbours."""
    meanings: tuple[MeaningArticle, ...]
