"""Asks for the envelope of a trial, with the parameters that the server offers, and for a message."""

from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Label, Static, TextArea

from smtptui.tui.content import MUTED
from smtptui.tui.dialog import Dialog
from smtptui.tui.widgets.choice import Choice
from smtptui.watching.envelope import Envelope, EnvelopeError, checked, xtext
from smtptui.wire.ehlo import Extensions
from smtptui.wire.parameters import offered_parameters
from smtptui.wire.verbs import Verb
from smtptui.words import _, mark

LABEL_WIDTH = 15

_YES_OR_NO = ("SMTPUTF8", "REQUIRETLS", "BDAT")

HINT = mark("Nothing is delivered: RSET drops the transaction after the answer to RCPT.")
HINT_MESSAGE = mark("It is shown to you before it is sent, and you are asked twice.")


class Draft(NamedTuple):
    """What the user has written; `subject` and `body` of a message only, `chunked` for BDAT."""

    envelope: Envelope
    subject: str = ""
    body: str = ""
    chunked: bool = False


class EnvelopeScreen(Dialog[Draft | None]):
    """Dismissed with a draft, or with None; begins with `draft`, where one was made before."""

    AUTO_FOCUS = "#sender"

    sender = query_one("#sender", Input)
    recipient = query_one("#recipient", Input)
    problem = query_one(".problem", Static)

    def __init__(
        self, offered: Extensions | None, *, message: bool, tls: bool, draft: Draft | None = None
    ) -> None:
        super().__init__()
        self._offered = offered
        self._message = message
        self._tls = tls
        self._draft = draft or Draft(Envelope("", ""))
        self._mail = {each.form: each for each in offered_parameters(Verb.MAIL, offered)}
        self._rcpt = {each.form: each for each in offered_parameters(Verb.RCPT, offered)}

    def compose(self) -> ComposeResult:
        """Compose the addresses, what the server offers beside them, and the message."""
        envelope = self._draft.envelope
        with VerticalScroll(classes="dialog -form") as dialog:
            dialog.border_title = _("Send a test message") if self._message else _("Try a recipient")
            dialog.border_subtitle = (
                _("ctrl+s goes on · tab next field · esc cancels")
                if self._message
                else _("enter tries it · tab next field · esc cancels")
            )
            yield from self._field(_("from"), envelope.sender, "you@example.org", "sender")
            yield from self._field(_("to"), envelope.recipient, "postmaster@example.org", "recipient")
            if self._message:
                yield from self._field(
                    _("Subject"), self._draft.subject or _("Test of smtptui"), "", "subject"
                )
                yield TextArea(self._draft.body or _("This is a test."), id="body", compact=True)
            yield from self._parameters()
            yield Static("", classes="problem", markup=False)
            hint = HINT_MESSAGE if self._message else HINT
            yield Static(Content.styled(_(hint), MUTED), classes="hint", markup=False)

    def _field(self, label: str, value: str, placeholder: str, id: str) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Label(Content.styled(label.ljust(LABEL_WIDTH), MUTED))
            yield Input(value, placeholder=placeholder, compact=True, id=id)

    def _parameters(self) -> ComposeResult:
        """Yield a choice or a field for each parameter that is offered; its name is what goes out."""
        if bodies := [form.partition("=")[2] for form in self._mail if form.startswith("BODY=")]:
            yield self._choice("BODY", bodies)
        if "SIZE=" in self._mail and not self._message:
            yield from self._field("SIZE", "", _("octets of the message; may be empty"), "SIZE")
        if "SMTPUTF8" in self._mail:
            yield self._choice("SMTPUTF8", [])
        if "REQUIRETLS" in self._mail and self._tls:
            yield self._choice("REQUIRETLS", [])
        if "RET=HDRS" in self._mail:
            yield self._choice("RET", ["HDRS", "FULL"])
            yield from self._field("ENVID", "", _("a name that reports repeat; may be empty"), "ENVID")
        if "NOTIFY=NEVER" in self._rcpt:
            yield self._choice("NOTIFY", ["NEVER", "FAILURE", "SUCCESS,FAILURE,DELAY"])
            yield from self._field("ORCPT", "", _("the first recipient; may be empty"), "ORCPT")
        if self._message and self._offered is not None and "CHUNKING" in self._offered:
            yield self._choice("BDAT", [])

    def _choice(self, name: str, values: list[str]) -> Choice:
        """Return a choice of values, or of yes and no."""
        words = [_("none"), *values] if values else [_("no"), _("yes")]
        return Choice(name.ljust(LABEL_WIDTH), words, id=name)

    def on_mount(self) -> None:
        """Begin without a problem; what is written already leads on."""
        self.problem.display = False
        if self._draft.envelope.sender:
            self.set_focus(self.recipient)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input is self.sender:
            self.set_focus(self.recipient)
        elif event.input is self.recipient and self._message:
            self.set_focus(self.query_one("#subject", Input))
        elif self._message:
            self.set_focus(self.query_one("#body", TextArea))
        else:
            self.action_go_on()

    def key_ctrl_s(self) -> None:
        """Go on from any field."""
        self.action_go_on()

    def key_enter(self) -> None:
        """Go on from a choice."""
        if isinstance(self.focused, Choice):
            self.action_go_on()

    def action_go_on(self) -> None:
        """Dismiss with the draft, or say what is wrong with it."""
        try:
            draft = self._written()
        except EnvelopeError as error:
            self.problem.display = True
            self.problem.update(Content.styled(str(error), "$text-error"))
            return
        self.dismiss(draft)

    def _written(self) -> Draft:
        envelope = checked(
            Envelope(
                self.sender.value.strip(),
                self.recipient.value.strip(),
                tuple(self._mail_parameters()),
                tuple(self._rcpt_parameters()),
            )
        )
        if not self._message:
            return Draft(envelope)
        subject, body = self.query_one("#subject", Input).value, self.query_one("#body", TextArea).text
        return Draft(envelope, subject, body, self._chosen("BDAT") != "")

    def _mail_parameters(self) -> list[str]:
        size = self._typed("SIZE")
        if size and not (size.isascii() and size.isdigit()):
            msg = _("SIZE is a number of octets, such as 10000.")
            raise EnvelopeError(msg)
        envid = self._typed("ENVID")
        given = (
            f"SIZE={size}" if size else "",
            f"BODY={body}" if (body := self._chosen("BODY")) else "",
            self._chosen("SMTPUTF8"),
            self._chosen("REQUIRETLS"),
            f"RET={ret}" if (ret := self._chosen("RET")) else "",
            f"ENVID={xtext(envid)}" if envid else "",
        )
        return [each for each in given if each]

    def _rcpt_parameters(self) -> list[str]:
        original = self._typed("ORCPT")
        given = (
            f"NOTIFY={notify}" if (notify := self._chosen("NOTIFY")) else "",
            f"ORCPT=rfc822;{xtext(original)}" if original else "",
        )
        return [each for each in given if each]

    def _chosen(self, name: str) -> str:
        """Return the value that is chosen, or the name itself for a yes; empty for none."""
        for choice in self.query(f"#{name}").results(Choice):
            if choice.chosen:
                return name if name in _YES_OR_NO else choice.words[choice.chosen]
        return ""

    def _typed(self, name: str) -> str:
        return next((field.value.strip() for field in self.query(f"#{name}").results(Input)), "")
