"""Asks where to connect, and how."""

from pathlib import Path
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Label, Static

from smtptui.session.options import OptionError, Options, check_options
from smtptui.session.target import Target, TargetError, TlsMode, parse_target
from smtptui.text import visible
from smtptui.tui.dialog import Dialog
from smtptui.tui.widgets.choice import Choice
from smtptui.words import _, mark

DEMO = "demo"
"""Stands for the built-in demo server."""

HINT = mark(
    "HOST, HOST:PORT, [::1]:PORT, smtp://HOST, smtps://HOST or mx:DOMAIN.\n"
    "Nothing but EHLO, STARTTLS and QUIT is sent until you type a command.\n"
    "demo connects to the built-in demo server."
)

MODES = tuple(TlsMode)
LABEL_WIDTH = 14


class Wanted(NamedTuple):
    """What the user wants: a server (None is the demo server), and how to connect to it."""

    target: Target | None
    options: Options


class ConnectScreen(Dialog[Wanted | None]):
    """Dismissed with what is wanted, or with None; begins with what was used last."""

    AUTO_FOCUS = "#target"

    target_input = query_one("#target", Input)
    ehlo_input = query_one("#ehlo", Input)
    ca_input = query_one("#ca", Input)
    cert_input = query_one("#cert", Input)
    key_input = query_one("#key", Input)
    mode = query_one("#mode", Choice)
    trust = query_one("#trust", Choice)
    problem = query_one(".problem", Static)

    def __init__(self, target: Target | None, options: Options, *, was_demo: bool = False) -> None:
        super().__init__()
        self._was_demo = was_demo
        self._target = target
        self._options = options

    def compose(self) -> ComposeResult:
        """Compose the fields, the hint and the problem."""
        target, options = self._target, self._options
        if target is None:
            text = DEMO if self._was_demo else ""
        else:
            text = target.address_text if target.path else target.label
        mode = TlsMode.AUTO if target is None else target.tls
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = _("Connect")
            dialog.border_subtitle = _("enter connects · tab next field · esc cancels")
            yield Input(text, placeholder="mx.example.org:25", compact=True, id="target")
            yield Static("", classes="problem", markup=False)
            yield Choice(
                _("TLS").ljust(LABEL_WIDTH), [str(each) for each in MODES], MODES.index(mode), id="mode"
            )
            yield Choice(
                _("certificate").ljust(LABEL_WIDTH),
                [_("must be valid"), _("only inspect: no AUTH")],
                int(options.insecure),
                id="trust",
            )
            yield from self._field(_("CA file"), str(options.ca or ""), _("the system's authorities"), "ca")
            yield from self._field(_("EHLO name"), options.ehlo_name, _("this host's name"), "ehlo")
            yield from self._field(_("our cert."), str(options.client_cert or ""), _("none"), "cert")
            yield from self._field(_("its key"), str(options.client_key or ""), _("in the same file"), "key")
            yield Static(Content.styled(_(HINT), "$quiet"), markup=False, classes="hint")

    def _field(self, label: str, value: str, placeholder: str, id: str) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Label(Content.styled(label.ljust(LABEL_WIDTH), "$quiet"))
            yield Input(value, placeholder=placeholder, compact=True, id=id)

    def on_mount(self) -> None:
        """Begin without a problem."""
        self.problem.display = False

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_connect()

    def key_enter(self) -> None:
        """Connect from the choices too."""
        self.action_connect()

    def action_connect(self) -> None:
        """Dismiss with what stands in the fields, or say what is wrong with it."""
        try:
            wanted = self._wanted()
        except (TargetError, OptionError) as error:
            self.problem.display = True
            self.problem.update(Content.styled(visible(str(error)), "$text-error"))
        else:
            self.dismiss(wanted)

    def _wanted(self) -> Wanted:
        text = self.target_input.value.strip()
        options = check_options(
            self._options._replace(
                insecure=bool(self.trust.chosen),
                ca=_file(self.ca_input),
                ehlo_name=self.ehlo_input.value.strip(),
                client_cert=_file(self.cert_input),
                client_key=_file(self.key_input),
            )
        )
        if text == DEMO:
            return Wanted(None, options)
        return Wanted(parse_target(text, tls=MODES[self.mode.chosen]), options)


def _file(field: Input) -> Path | None:
    """Return the file that a field names, if it names one; raise OptionError for what is none."""
    name = field.value.strip()
    file = Path(name).expanduser() if name else None
    if file is not None and not file.is_file():
        msg = _("{path} is no file: name one with certificates in PEM.", path=str(file))
        raise OptionError(msg)
    return file
