"""Asks who logs in, and how; the password is asked for when it is needed, and kept by nobody."""

from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from smtptui.session.login import TOKENS, offered_first, sends_secret
from smtptui.tui.content import MUTED
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.tui.widgets.choice import Choice
from smtptui.wire.ehlo import Extensions
from smtptui.wire.secret import Secret
from smtptui.words import _, mark

LABEL_WIDTH = 15

IN_CLEAR = mark(
    "⚠ The connection is not encrypted: everybody on the way could read what this mechanism sends. "
    "Encrypt first (STARTTLS), or choose one that sends a proof."
)


class Login(NamedTuple):
    """What one logs in with; `insist` sends it in the clear."""

    mechanism: str
    user: str
    secret: Secret
    insist: bool


class LoginScreen(Dialog[Login | None]):
    """Dismissed with what to log in with, or with None. Begins with `user` and `mechanism`, if given."""

    AUTO_FOCUS = "#user"

    mechanisms = query_one("#mechanisms", OptionList)
    user_input = query_one("#user", Input)
    secret_input = query_one("#secret", Input)
    insist = query_one("#insist", Choice)
    warning = query_one(".warning", Static)
    problem = query_one(".problem", Static)
    secret_label = query_one("#secret-label", Label)

    def __init__(
        self, offered: Extensions | None, *, tls: bool, user: str = "", mechanism: str = "", where: str = ""
    ) -> None:
        super().__init__()
        self._offered = offered
        self._names = offered_first(offered)
        self._tls = tls
        self._user = user
        self._mechanism = mechanism.upper()
        self._where = where

    def compose(self) -> ComposeResult:
        """Compose the mechanisms, the fields, and what speaks against sending them."""
        with Vertical(classes="dialog -fitting") as dialog:
            dialog.border_title = _("Log in at {server}", server=self._where) if self._where else _("Log in")
            dialog.border_subtitle = _("enter logs in · tab next field · esc cancels")
            yield OptionRows(*map(self._option, self._names), id="mechanisms", markup=False, compact=True)
            yield Static("", markup=False)
            yield from self._field(_("user"), Input(self._user, compact=True, id="user"), "user-label")
            secret = Input(password=True, compact=True, id="secret")
            yield from self._field(_("password"), secret, "secret-label")
            yield Static("", classes="warning", markup=False)
            yield Choice(
                _("send it anyway").ljust(LABEL_WIDTH) + " ", [_("no"), _("yes, in the clear")], id="insist"
            )
            yield Static("", classes="problem", markup=False)

    def _field(self, label: str, field: Input, id: str) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Label(Content.styled(label.ljust(LABEL_WIDTH), MUTED), id=id)
            yield field

    def _option(self, name: str) -> Option:
        offered = self._offered is not None and name in self._offered.mechanisms
        what = (
            _("sends an access token")
            if name in TOKENS
            else _("sends the password")
            if sends_secret(name)
            else _("sends a proof, never the password")
        )
        return Option(
            Content.assemble(
                ("✓ " if offered else "  ", "$text-success"),
                (name.ljust(15), "bold" if offered else MUTED),
                (what, "" if offered else MUTED),
                ("" if offered else " · " + _("not offered"), MUTED),
            ),
            id=name,
        )

    def on_mount(self) -> None:
        """Begin with the mechanism that was used, else the best of those offered."""
        wanted = self._mechanism if self._mechanism in self._names else self._first
        self.mechanisms.highlighted = self._names.index(wanted)
        self.problem.display = False
        self._show_risk()
        if self._user:
            self.set_focus(self.secret_input)

    @property
    def _first(self) -> str:
        """The first mechanism that may be used as the connection is."""
        offered = self._offered.mechanisms if self._offered is not None else ()
        safe = [name for name in self._names if name in offered and (self._tls or not sends_secret(name))]
        return safe[0] if safe else self._names[0]

    @property
    def mechanism(self) -> str:
        """The mechanism that is chosen."""
        return self._names[self.mechanisms.highlighted or 0]

    @property
    def _is_risky(self) -> bool:
        return not self._tls and sends_secret(self.mechanism)

    @on(OptionList.OptionHighlighted)
    def _show_risk(self) -> None:
        label = _("access token") if self.mechanism in TOKENS else _("password")
        self.secret_label.update(Content.styled(label.ljust(LABEL_WIDTH), MUTED))
        self.warning.display = self.insist.display = self._is_risky
        self.warning.update(Content.styled(_(IN_CLEAR), "$text-warning"))

    @on(OptionList.OptionSelected)
    def _mechanism_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.set_focus(self.user_input if not self.user_input.value else self.secret_input)

    @on(Input.Submitted, "#user")
    def _user_typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(self.secret_input)

    @on(Input.Submitted, "#secret")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_log_in()

    def key_enter(self) -> None:
        """Log in from the last choice too."""
        if self.focused is self.insist:
            self.action_log_in()

    def action_log_in(self) -> None:
        """Dismiss with what stands in the fields, or say what is missing."""
        user, typed = self.user_input.value.strip(), self.secret_input.value
        if not user:
            self._say(_("Write who logs in: often an address such as you@example.org."), self.user_input)
        elif not typed:
            self._say(_("Write the password, or the access token."), self.secret_input)
        elif self._is_risky and not self.insist.chosen:
            self._say(_("It is not sent in the clear unless you say so here."), self.insist)
        else:
            secret = Secret(typed)
            self.dismiss(Login(self.mechanism, user, secret, insist=self._is_risky))

    def dismiss(self, result: Login | None = None) -> AwaitComplete:
        """Close, and leave no password in a field."""
        self._wipe()
        return super().dismiss(result)

    def _wipe(self) -> None:
        for field in self.query("#secret").results(Input):
            field.value = ""

    def _say(self, words: str, field: Input | Choice) -> None:
        self.problem.display = True
        self.problem.update(Content.styled(words, "$text-error"))
        self.set_focus(field)
