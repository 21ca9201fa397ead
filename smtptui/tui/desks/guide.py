"""What one does step by step: introduce, encrypt, log in, try a recipient, send a test message, leave."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from smtptui.text import visible
from smtptui.tui.desks.desk import Desk
from smtptui.tui.desks.logging_in import LoginDesk
from smtptui.tui.named_keys import key_for
from smtptui.watching.guide import StepId
from smtptui.watching.guided_run import GuidedRun, Part
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.reference.explaining.explanation import Explanation
    from smtptui.tui.panes import PanesScreen
    from smtptui.tui.screens.envelope import Draft
    from smtptui.tui.screens.steps import StepsScreen
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.watching.live import LiveSession
    from smtptui.watching.progress import Progress


class GuideDesk(Desk):
    """The steps, and the one that runs; `announced` is that of the login."""

    def __init__(
        self, screen: "PanesScreen", catalogue: "Catalogue", announced: Callable[[], tuple[str, str]]
    ) -> None:
        super().__init__(screen, catalogue)
        self._run: GuidedRun | None = None
        self._open: StepsScreen | None = None
        self._of: LiveSession | None = None
        """The session that the steps go through."""
        self._login = LoginDesk(
            screen, catalogue, self._connected, partial(self._send, StepId.LOGIN), announced
        )
        self._draft: Draft | None = None

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does step by step."""
        return {"session.guide": self.guide, **self._login.actions}

    @property
    def panel(self) -> "LivePanel":
        """The live session."""
        return self.screen.panel

    @property
    def _progress(self) -> "Progress":
        return self.panel.fold.progress

    def _connected(self) -> "LiveSession | None":
        session = self.panel.session
        if session is None or not self.panel.connected:
            self.hint(_("There is no connection: {key} connects.", key=key_for("session.connect")))
            return None
        if session is not self._of:
            # Another session has its own steps.
            self._of, self._run = session, None
        return session

    # The steps

    def guide(self) -> None:
        """Show the steps."""
        session = self._connected()
        if session is None:
            return
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.steps import StepsScreen

        def closed(_result: None) -> None:
            self._open = None

        self._open = StepsScreen(
            lambda: self._progress, lambda: self._run, self._explained, self._begin, session.label
        )
        self.screen.app.push_screen(self._open, closed)

    def progressed(self) -> None:
        """Go on with the step that runs, and show it."""
        if self._run is not None and self.panel.session is self._of:
            self._run.go_on()
        if self._open is not None and self._open.is_mounted:
            self._open.progressed()
        self._login.ask_as_announced()

    def _explained(self) -> "Explanation | None":
        """Return what the reply means that ended the step."""
        answer = self._run.reply if self._run is not None else None
        watched = self.panel.watched
        for row in reversed(watched.fold.rows[-16:]):
            if answer is not None and row.reply is not None and row.reply.event is answer:
                return watched.explanation(row)
        return None

    def _begin(self, id: StepId) -> None:
        match id:
            case StepId.EHLO:
                self._send(id, self._line(self._hello))
            case StepId.TLS:
                self._send(id, self._line("STARTTLS", waits_for_tls=True))
            case StepId.LOGIN:
                self._login.ask()
            case StepId.RECIPIENT | StepId.MESSAGE:
                self._ask_envelope(id)
            case StepId.QUIT:
                self._send(id, Part("QUIT", self.panel.disconnect))

    @property
    def _hello(self) -> str:
        """Return EHLO as it was said before, else with the name that was chosen, or an address literal."""
        options = self.panel.options
        name = options.ehlo_name if options is not None else ""
        return self._progress.standing.hello or f"EHLO {name or '[127.0.0.1]'}"

    def _line(self, line: str, *, waits_for_tls: bool = False) -> Part:
        return Part(line, partial(self.panel.send, line), waits_for_tls)

    def _send(self, id: StepId, *parts: Part, clean_up: Part | None = None) -> None:
        """Begin a step."""
        if self._connected() is not None:
            self._run = GuidedRun(id, parts, self._progress, clean_up=clean_up)
            self.progressed()

    # A recipient, a message

    def _ask_envelope(self, id: StepId) -> None:
        from smtptui.tui.screens.envelope import EnvelopeScreen

        standing = self._progress.standing
        ask = EnvelopeScreen(
            standing.offered, message=id is StepId.MESSAGE, tls=standing.tls, draft=self._draft
        )
        take = self._ask_whether if id is StepId.MESSAGE else self._try_recipient
        self.screen.app.push_screen(ask, take)

    def _try_recipient(self, draft: "Draft | None") -> None:
        if draft is None or not self.screen.is_attached:
            return
        self._draft = draft
        envelope = draft.envelope
        reset = self._line("RSET")
        self._send(
            StepId.RECIPIENT,
            self._line(envelope.mail_line),
            self._line(envelope.rcpt_line),
            reset,
            clean_up=reset,
        )

    def _ask_whether(self, draft: "Draft | None") -> None:
        """Show the message as it will go out, and ask twice."""
        if draft is None or not self.screen.is_attached:
            return
        from smtptui.tui.screens.confirm import ConfirmScreen
        from smtptui.watching.trial_message import trial_message

        self._draft = draft
        envelope, offered = draft.envelope, self._progress.standing.offered
        try:
            message = trial_message(
                envelope.sender,
                envelope.recipient,
                draft.subject,
                draft.body,
                datetime.now(UTC),
                eight_bit=any(each.startswith("BODY=8") for each in envelope.mail),
                utf8="SMTPUTF8" in envelope.mail,
            )
        except (ValueError, UnicodeError) as error:
            self.hint(_("This is no message: {error}", error=visible(str(error))), warning=True, seconds=6)
            return
        if offered is not None and "SIZE" in offered:
            mail = (f"SIZE={len(message)}", *envelope.mail)
            draft = draft._replace(envelope=envelope._replace(mail=mail))
        ask = ConfirmScreen(self._commands(draft, message), message, envelope.recipient)
        self.screen.app.push_screen(ask, partial(self._send_message, draft, message))

    def _commands(self, draft: "Draft", message: bytes) -> tuple[str, ...]:
        envelope = draft.envelope
        last = f"BDAT {len(message)} LAST" if draft.chunked else "DATA"
        return envelope.mail_line, envelope.rcpt_line, last

    def _send_message(self, draft: "Draft", message: bytes, confirmed: bool | None) -> None:
        session = self._connected()
        if not confirmed or session is None or not self.screen.is_attached:
            return
        mail, rcpt, last = self._commands(draft, message)
        parts: Sequence[Part]
        if draft.chunked:

            def send_chunk() -> None:
                self.panel.send(last)
                session.session.send_chunk(message)

            parts = (self._line(mail), self._line(rcpt), Part(last, send_chunk))
        else:
            text = Part(
                _("the message, and a line with a dot"), partial(session.session.send_message, message)
            )
            parts = (self._line(mail), self._line(rcpt), self._line(last), text)
        self._send(StepId.MESSAGE, *parts, clean_up=self._line("RSET"))
