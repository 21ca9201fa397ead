"""How a session was begun: enough to begin it again, and no password."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from smtptui.session.options import Options
    from smtptui.session.target import Target
    from smtptui.watching.live import LiveSession

STANDARD = "standard"
"""The id of the demo server that one meets without choosing, see `smtptui.demo.scripts`."""

DEMO = "demo"
"""Stands for the built-in demo server; ``demo:ID`` for another one of its menu."""


class Begun(NamedTuple):
    """How a session was begun; without a target with the demo server. Never a password.

    `demo` is the id of the demo server, also where its target was tried again in another way; empty for the
    standard one.
    """

    target: "Target | None"
    options: "Options"
    demo: str = ""
    login: tuple[str, str] = ("", "")

    @property
    def place(self) -> object:
        """What makes it the same server."""
        target = self.target
        if target is None or self.demo:
            return self.demo or STANDARD
        return (target.host, target.port, target.mx, target.path)

    @property
    def text(self) -> str:
        """The server as one would type it."""
        if self.target is None or self.demo:
            return f"{DEMO}:{self.demo}" if self.demo not in ("", STANDARD) else DEMO
        return self.target.address_text if self.target.path else self.target.label


class Opening(NamedTuple):
    """The session that the program is opened for, which has begun before there is a panel to show it."""

    begun: Begun
    session: "LiveSession"
