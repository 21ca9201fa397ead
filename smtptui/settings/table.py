"""Every setting of the config, once: reading it, its documentation and its JSON schema come from here."""

from enum import Enum
from typing import NamedTuple

from smtptui.words import mark


class Kind(Enum):
    """What the value of a setting is."""

    TEXT = "text"
    FILE = "file"
    """A path; ``~`` is the home, and a relative one begins at the folder of the config."""
    SECONDS = "seconds"
    KEYS = "keys"
    """A table of actions by id, each with its key or a list of keys."""
    NOTES = "notes"
    """A table of codes, enhanced codes and situations, each with the user's own words."""


class Setting(NamedTuple):
    """A setting by its `path` in the file (``session.tls``); `default` as the file would say it."""

    path: str
    kind: Kind
    help: str
    default: str = ""
    choices: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The table that it stands in; empty for the file's top."""
        return self.path.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its key within the table."""
        return self.path.rpartition(".")[2]


SETTINGS = (
    Setting("language", Kind.TEXT, mark("The language of words and texts; without it, that of the locale.")),
    Setting(
        "theme",
        Kind.TEXT,
        mark("The theme of the explorer at its start; without it, the one that was chosen there last."),
    ),
    Setting("session.ehlo", Kind.TEXT, mark("The name to give in EHLO; without it, that of this host.")),
    Setting(
        "session.tls",
        Kind.TEXT,
        mark("How to encrypt where the target does not say it; auto: STARTTLS if offered, implicit on 465."),
        "auto",
        ("auto", "none", "starttls", "implicit"),
    ),
    Setting(
        "session.ca", Kind.FILE, mark("Trust the authorities in this file (PEM) instead of the system's.")
    ),
    Setting("session.cert", Kind.FILE, mark("The certificate (PEM) to show to a server that asks for one.")),
    Setting("session.key", Kind.FILE, mark("Its key, if it is in a file of its own.")),
    Setting("timeouts.resolve", Kind.SECONDS, mark("Seconds for a look-up in DNS."), "20"),
    Setting("timeouts.connect", Kind.SECONDS, mark("Seconds for an address to be connected to."), "30"),
    Setting("timeouts.tls", Kind.SECONDS, mark("Seconds for a TLS handshake."), "30"),
    Setting("timeouts.greeting", Kind.SECONDS, mark("Seconds for the greeting."), "300"),
    Setting("timeouts.mail", Kind.SECONDS, mark("Seconds for the reply to MAIL."), "300"),
    Setting("timeouts.rcpt", Kind.SECONDS, mark("Seconds for the reply to RCPT."), "300"),
    Setting("timeouts.data", Kind.SECONDS, mark("Seconds for the reply to DATA."), "120"),
    Setting("timeouts.block", Kind.SECONDS, mark("Seconds for a block of a message to be taken."), "180"),
    Setting("timeouts.end-of-data", Kind.SECONDS, mark("Seconds for the reply to a message."), "600"),
    Setting("timeouts.other", Kind.SECONDS, mark("Seconds for the reply to any other command."), "300"),
    Setting("timeouts.quit", Kind.SECONDS, mark("Seconds for the reply to QUIT."), "3"),
    Setting(
        "keys",
        Kind.KEYS,
        mark("Other keys for actions: the action's id and its key, or a list of keys."),
    ),
    Setting(
        "notes",
        Kind.NOTES,
        mark(
            "Your own notes, shown on the card and with each explanation: a code (550), an enhanced code "
            "(5.7.1), both (550 5.7.1) or a situation (mailbox.full), and what it means here."
        ),
    ),
)
