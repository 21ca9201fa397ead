"""What the selected row of the live session means, here."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.content import MUTED, class_line, heading, labelled, prose, safe
from smtptui.tui.page import Line, Page
from smtptui.tui.themes import class_style
from smtptui.watching.rows import Row
from smtptui.wire.events import (
    Certificate,
    Closed,
    CommandSent,
    ConnectFailed,
    GreetingReceived,
    Noticed,
    ReplyReceived,
    TlsEstablished,
    TlsFailed,
)

NOTHING = (
    "No reply is selected.\n\n"
    "Press 3, then go through the session's lines with the arrow keys: what each one means shows here.\n"
    "ctrl+o connects to a server; smtptui watch without a target starts the built-in demo server."
)

if TYPE_CHECKING:
    # The explanations' own modules are imported with the first reply, not before the first paint.
    from smtptui.reference.explaining.explain import Explanation

CONFIDENCE = {"certain": "$text-success", "likely": "$text-warning", "possible": MUTED}
"""How sure a meaning is → its style; the word itself is shown."""

MEANINGS = 3
"""How many ranked meanings are shown in full where none is certain."""


class ReplyView(VerticalScroll, can_focus=True):
    """Shows the explanation of one row."""

    DEFAULT_CSS = """
    ReplyView {
        padding: 0 2;
        background: $background;
        scrollbar-size-vertical: 1;
        &:focus { background-tint: $foreground 2%; }
    }
    """

    body = query_one(Static)

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalogue = catalogue

    def compose(self) -> ComposeResult:
        """Compose the one text of the view."""
        yield Static(Content.styled(NOTHING, MUTED), markup=False)

    def show(self, row: Row | None, explanation: "Explanation | None") -> None:
        """Show what a row means; None shows how to select one."""
        if row is None:
            self.body.update(Content.styled(NOTHING, MUTED))
        elif explanation is not None:
            self.body.update(_reply(row, explanation))
        else:
            self.body.update(_event(row))
        self.scroll_home(animate=False)


def _answers(row: Row) -> Content:
    """Say what a reply answers."""
    match row.event:
        case GreetingReceived():
            return Content("the connection: the greeting")
        case ReplyReceived(_, _, asked) if asked is not None:
            return safe(asked.line or asked.verb.encode())
        case ReplyReceived():
            return Content("nothing that was asked")
        case _:
            evidence = row.reply.evidence if row.reply else None
            known = evidence.command_line or evidence.command if evidence else ""
            return safe(known) if known else Content("a command that the text does not show")


def _as_sent(row: Row) -> list[Content]:
    if isinstance(row.event, (GreetingReceived, ReplyReceived)):
        return [safe(line.raw.rstrip(b"\r\n")) for line in row.event.reply.lines]
    return [safe(row.text)]


def _reply(row: Row, explanation: "Explanation") -> Page:
    anomalies = row.event.reply.anomalies if isinstance(row.event, (GreetingReceived, ReplyReceived)) else ()
    first, *others_sent = _as_sent(row)
    code = explanation.code
    parts: list[Line | Content | None] = [
        Content.assemble((code, f"bold {class_style(code)}"), "  ", (explanation.title, "bold")),
        class_line(code, explanation.class_name, explanation.retry),
        labelled("answers  ", _answers(row)),
    ]
    if explanation.remarks or anomalies:
        found = dict.fromkeys([*map(str, anomalies), *explanation.remarks])
        parts += [labelled("⚠ ", prose(remark), "$text-warning") for remark in found]
    parts += [Content(""), heading("What it means here")]
    sure = bool(explanation.meanings) and explanation.meanings[0].confidence == "certain"
    told = explanation.meanings[: 1 if sure else MEANINGS]
    for number, meaning in enumerate(told):
        confidence = Content.styled(str(meaning.confidence), CONFIDENCE[meaning.confidence])
        if number:
            parts.append(Content(""))
        parts.append(Content.assemble(("▸ ", class_style(code)), (meaning.title, "bold"), "  ", confidence))
        if meaning.because:
            parts.append(labelled("because  ", prose("; ".join(meaning.because))))
        parts += [labelled("here     ", safe(each), "bold $text-primary") for each in meaning.advice]
        if meaning.fix:
            parts.append(labelled("fix      ", prose(meaning.fix), "bold $text-success"))
    if others := explanation.meanings[len(told) :]:
        titles = "; ".join(meaning.title for meaning in others)
        parts += [Content(""), labelled("less likely  ", Content(titles))]
    parts += [
        Content(""),
        labelled("who acts  ", Content(explanation.actor)),
        labelled("as sent   ", first),
        *[labelled("          ", line) for line in others_sent],
        Content(""),
        Content.styled(f"g opens the card of {code}", MUTED),
    ]
    if explanation.mistaken_for:
        parts.append(Content.styled(f"m compares it with {explanation.mistaken_for[0]}", MUTED))
    return Page(parts)


def _event(row: Row) -> Page:
    """What there is to say about a row that is no reply."""
    event = row.event
    parts: list[Line | Content | None] = [Content.styled(row.text, "bold")]
    match event:
        case TlsEstablished(_, version, cipher, bits, verified, chain, _, problem):
            parts += [
                labelled("version  ", safe(version)),
                labelled("cipher   ", safe(f"{cipher}, {bits} bits")),
                Content.styled("The certificate was verified.", "$text-success")
                if verified
                else safe(f"The certificate was NOT verified: {problem}. AUTH is refused.", "$text-error"),
            ]
            for number, certificate in enumerate(chain):
                name = "Certificate" if number == 0 else f"Issued by ({number})"
                parts += [Content(""), heading(name), *_certificate(certificate)]
        case Closed() | ConnectFailed() | TlsFailed() | Noticed():
            if event.advice:
                parts += [Content(""), heading("What to do next"), safe(event.advice)]
        case CommandSent(_, asked, octets):
            parts.append(Content.styled(f"{asked.verb}, {octets} octets sent by this client", MUTED))
        case _:
            pass
    return Page(parts)


def _certificate(certificate: Certificate) -> list[Line]:
    return [
        labelled("subject      ", safe(certificate.subject)),
        labelled("names        ", safe(", ".join(certificate.names) or "none")),
        labelled("issuer       ", safe(certificate.issuer)),
        labelled("valid        ", safe(f"{certificate.not_before} to {certificate.not_after}")),
        labelled("fingerprint  ", safe(certificate.fingerprint)),
    ]
