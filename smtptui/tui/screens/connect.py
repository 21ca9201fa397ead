"""Asks where to connect, and how."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from smtptui.reference.book.catalogue import Catalogue
from smtptui.session.options import OptionError, Options, check_options
from smtptui.session.target import Target, TargetError, TlsMode, parse_target
from smtptui.text import visible
from smtptui.tui.desks.begun import DEMO
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.tui.screens.places import Place, TargetSuggester, matching, places
from smtptui.tui.widgets.choice import Choice
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.settings.state import Recent

MODES = tuple(TlsMode)
MECHANISMS = ("", "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER")
"""Those one may ask for; the empty one stands for the best that the server offers."""

LABELS = {
    "mode": mark("TLS"),
    "trust": mark("certificate"),
    "ca": mark("CA file"),
    "ehlo": mark("EHLO name"),
    "user": mark("log in as"),
    "mechanism": mark("mechanism"),
    "cert": mark("our cert."),
    "key": mark("its key"),
}

FIELDS, AROUND = 8, 13
"""Rows of the fields, and of all that stands around them in the dialog."""

NOTHING_SENT = mark("Nothing but EHLO, STARTTLS and QUIT is sent until you type a command.")


class Login(NamedTuple):
    """Who one means to log in as; the password is asked for when it is needed, and kept nowhere."""

    user: str = ""
    mechanism: str = ""


class Wanted(NamedTuple):
    """What the user wants: a server, or without one the demo server of that id, and how to connect to it."""

    target: Target | None
    options: Options
    demo: str = ""
    login: Login = Login()


class ConnectScreen(Dialog[Wanted | None]):
    """Dismissed with what is wanted, or with None; begins with what was used last.

    The fields are judged as one types; the list under them holds what one has been connected to, and the
    demo, and is narrowed by what stands in the first field.
    """

    AUTO_FOCUS = "#target"

    target_input = query_one("#target", Input)
    mode = query_one("#mode", Choice)
    trust = query_one("#trust", Choice)
    mechanism = query_one("#mechanism", Choice)
    problem = query_one(".problem", Static)
    rows = query_one("#places", OptionList)

    def __init__(
        self,
        target: Target | None,
        options: Options,
        *,
        demo: str = "",
        login: Login = Login(),  # noqa: B008, a tuple cannot be changed
        recents: "Iterable[Recent]" = (),
        catalogue: Catalogue | None = None,
        usual_tls: str = "",
    ) -> None:
        super().__init__()
        self._usual_mode = TlsMode(usual_tls or TlsMode.AUTO)
        self._begun_with = _text_of(target, demo)
        self._target = target
        self._options = options
        self._login = login
        self._recents = tuple(recents)
        self._places = places(catalogue or Catalogue(), self._recents)
        self._listed: list[Place] = []

    def compose(self) -> ComposeResult:
        """Compose the field for the host, those for how, and the list."""
        options, login = self._options, self._login
        mode = self._usual_mode if self._target is None else self._target.tls
        known = [each.target for each in self._recents]
        suggester = TargetSuggester(dict.fromkeys([*known, *(each.target for each in self._places)]))
        with Vertical(classes="dialog -connect") as dialog:
            dialog.border_title = _("Connect")
            dialog.border_subtitle = _("enter connects · ↓ the list · esc cancels")
            yield Input(
                self._begun_with,
                placeholder="mx.example.org:25",
                compact=True,
                id="target",
                suggester=suggester,
            )
            yield Static("", classes="problem", markup=False)
            with VerticalScroll(classes="fields", can_focus=False):
                yield self._choice("mode", [str(each) for each in MODES], MODES.index(mode))
                words = [_("must be valid"), _("only inspect: no AUTH")]
                yield self._choice("trust", words, int(options.insecure))
                yield from self._field("ca", str(options.ca or ""), _("the system's authorities"))
                yield from self._field("ehlo", options.ehlo_name, _("this host's name"))
                yield from self._field("user", login.user, _("nobody; the password is asked for later"))
                names = [_("the best offered"), *MECHANISMS[1:]]
                at = MECHANISMS.index(login.mechanism) if login.mechanism in MECHANISMS else 0
                yield self._choice("mechanism", names, at)
                yield from self._field("cert", str(options.client_cert or ""), _("none"))
                yield from self._field("key", str(options.client_key or ""), _("in the same file"))
            yield OptionRows(id="places", markup=False, compact=True)
            yield Static(Content.styled(_(NOTHING_SENT), "$quiet"), markup=False, classes="hint")

    @property
    def _label_width(self) -> int:
        return max(cell_len(_(label)) for label in LABELS.values()) + 2

    def _label(self, id: str) -> str:
        label = _(LABELS[id])
        return label + " " * (self._label_width - cell_len(label))

    def _choice(self, id: str, words: list[str], chosen: int) -> Choice:
        return Choice(self._label(id), words, chosen, id=id)

    def _field(self, id: str, value: str, placeholder: str) -> ComposeResult:
        with Horizontal(classes="field"):
            label = Label(Content.styled(self._label(id), "$quiet"))
            label.styles.width = self._label_width
            yield label
            yield Input(value, placeholder=placeholder, compact=True, id=id)

    def on_resize(self) -> None:
        """Let the list have room on a small terminal: the fields scroll there."""
        self.query_one(".fields").styles.max_height = max(
            3, min(FIELDS, int(self.size.height * 0.9) - AROUND)
        )

    def on_mount(self) -> None:
        """Begin without a problem, and with all places."""
        self.problem.display = False
        self._narrow("")

    # While one types

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Say at once what is wrong with what stands there; an empty field is no mistake yet."""
        event.stop()
        if event.input is self.target_input and event.value != self._begun_with:
            self._narrow(event.value)
        self._check(lenient=True)

    @on(Choice.Changed)
    def _chose(self, event: Choice.Changed) -> None:
        event.stop()
        self._check(lenient=True)

    def _check(self, *, lenient: bool) -> Wanted | None:
        """Return what is wanted, or say what is wrong with it; `lenient` bears that no host is named yet."""
        try:
            wanted = self._wanted()
        except (TargetError, OptionError) as error:
            said = "" if lenient and not self.target_input.value.strip() else visible(str(error))
            self.problem.display = bool(said)
            self.problem.update(Content.styled(said, "$text-error"))
            return None
        self.problem.display = False
        return wanted

    def _narrow(self, typed: str) -> None:
        self._listed = matching(self._places, typed.strip()) or [*self._places]
        self.rows.set_options(Option(place.drawn, id=str(at)) for at, place in enumerate(self._listed))
        if self.rows.has_focus:
            self.rows.highlighted = 0

    def on_key(self, event: events.Key) -> None:
        """Down leads from the host to the list, up from its first line back."""
        if event.key == "down" and self.target_input.has_focus and self._listed:
            event.stop()
            self.rows.focus()
            self.rows.highlighted = 0
        elif event.key == "up" and self.rows.has_focus and not self.rows.highlighted:
            event.stop()
            self.target_input.focus()

    # The answer

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        """Connect to a place as one was connected to it."""
        event.stop()
        place = self._listed[event.option_index]
        if place.recent is not None:
            self._fill(place.recent)
        self.target_input.value = place.target
        self.action_connect()

    def _fill(self, recent: "Recent") -> None:
        modes = [str(each) for each in MODES]
        self.mode.chosen = modes.index(recent.tls) if recent.tls in modes else 0
        self.trust.chosen = int(not recent.verify)
        self.mechanism.chosen = MECHANISMS.index(recent.mechanism) if recent.mechanism in MECHANISMS else 0
        for id, value in (("ca", recent.ca_file), ("ehlo", recent.ehlo), ("user", recent.user)):
            self.query_one(f"#{id}", Input).value = value

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_connect()

    def key_enter(self) -> None:
        """Connect from the choices too; the list takes its own."""
        if not self.rows.has_focus:
            self.action_connect()

    def action_connect(self) -> None:
        """Dismiss with what stands in the fields, or say what is wrong with it."""
        wanted = self._check(lenient=False)
        if wanted is not None:
            self.dismiss(wanted)

    def _value(self, id: str) -> str:
        return self.query_one(f"#{id}", Input).value.strip()

    def _wanted(self) -> Wanted:
        text = self.target_input.value.strip()
        options = check_options(
            self._options._replace(
                insecure=bool(self.trust.chosen),
                ca=_file(self._value("ca")),
                ehlo_name=self._value("ehlo"),
                client_cert=_file(self._value("cert")),
                client_key=_file(self._value("key")),
            )
        )
        if options.client_key is not None and options.client_cert is None:
            raise OptionError(_("A key is that of a certificate: name our certificate as well."))
        login = Login(self._value("user"), MECHANISMS[self.mechanism.chosen])
        if text == DEMO or text.startswith(f"{DEMO}:"):
            return Wanted(None, options, self._demo(text), login)
        return Wanted(parse_target(text, tls=MODES[self.mode.chosen]), options, "", login)

    def _demo(self, text: str) -> str:
        """Return the id of a demo server, empty for the standard one."""
        if text != DEMO and not any(place.target == text for place in self._places):
            raise TargetError(
                _("There is no demo server {name}: choose one from the list.", name=visible(text))
            )
        return text.partition(":")[2]


PATH_SHOWN = 60
"""Characters of a path that is no file's that are shown: its end, as its beginning stands in the field."""


def _text_of(target: Target | None, demo: str) -> str:
    """Return what stands in the host's field for a target."""
    if target is None:
        return demo
    return target.address_text if target.path else target.label


def _file(name: str) -> Path | None:
    """Return the file that a field names, if it names one; raise OptionError for what is none."""
    # Those of `os.path` raise nothing for a user whom nobody knows, nor for a name that no file can have.
    file = Path(os.path.expanduser(name)) if name else None
    if file is not None and not os.path.isfile(file):
        shown = str(file) if len(str(file)) <= PATH_SHOWN else f"…{str(file)[1 - PATH_SHOWN :]}"
        msg = _("{path} is no file: name one with certificates in PEM.", path=shown)
        raise OptionError(msg)
    return file
