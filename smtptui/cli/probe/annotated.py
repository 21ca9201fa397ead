"""A session as it happens, for people: each line with its time, each reply with what it means."""

from typing import TYPE_CHECKING

from smtptui.cli.columns import wrapped
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.output import Output
from smtptui.cli.probe.judging import Outcome
from smtptui.cli.probe.result import Result
from smtptui.text import visible
from smtptui.watching.meanings import Meanings
from smtptui.watching.narration import narrated
from smtptui.watching.rows import Highlight, Row, line_text
from smtptui.wire.events import (
    Certificate,
    Closed,
    CommandSent,
    Connected,
    ConnectFailed,
    DataSent,
    Event,
    Held,
    LineReceived,
    Noticed,
    PartialLine,
    Refused,
    ReplyReceived,
    Resolved,
    Resolving,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
)
from smtptui.words import _, decimal

if TYPE_CHECKING:
    from smtptui.wire.reply import ReplyLine

INDENT = " " * 15
"""Under the text of a line."""

REFUSED_FROM = 400


class Annotated:
    """Writes events one by one."""

    def __init__(self, out: Output, meanings: Meanings) -> None:
        self._out = out
        self._meanings = meanings
        self._started: float | None = None
        self._greeted = False
        self._partial = b""
        self._may_speak = 0.0
        self._trouble_said = ""
        """What the line before says that went wrong; empty where it says no such thing."""

    def receive(self, event: Event, row: Row | None) -> None:
        """Write what one event says; `row` is that of the reply that it is."""
        if self._started is None:
            self._started = event.at
        if not isinstance(event, Closed | StateChanged):
            self._trouble_said = ""
        if row is not None:
            self._reply(row)
        else:
            self._tell(event)

    def _tell(self, event: Event) -> None:
        match event:
            case LineReceived(at, line):
                self._partial = b""
                self._received(at, line)
            case PartialLine(_, octets):
                self._partial = octets
            case StateChanged() | Held():
                pass
            case CommandSent() | DataSent():
                self._line(event.at, "→", narrated(event))
            case Connected(at, took=took):
                self._may_speak = at
                self._line(at, "·", _("{words} in {time}", words=narrated(event), time=duration(took)))
            case TlsEstablished():
                self._tls(event)
            case Resolving() | Resolved():
                self._line(event.at, "·", narrated(event))
            case ConnectFailed() | TlsFailed() | Noticed():
                self._trouble(event, event.advice)
            case TimedOut() | Refused():
                self._trouble(event, "")
            case Closed():
                self._close(event)
            case _:
                self._line(event.at, "·", narrated(event))

    def _received(self, at: float, line: "ReplyLine") -> None:
        code = line.code
        stands_out = code == 504 or (code == 220 and not self._greeted)
        text = line_text(line)
        if line.anomalies:
            odd = ", ".join(_(str(anomaly)) for anomaly in line.anomalies)
            text = _("{line}   ! {anomalies}", line=text, anomalies=odd)
        self._line(at, "←", text, stands_out=stands_out)

    def _reply(self, row: Row) -> None:
        """Write what a reply means, under its lines."""
        self._greeted = True
        took = duration(row.event.took if isinstance(row.event, ReplyReceived) else row.at - self._may_speak)
        words = self._meanings.words(row)
        words = _("{meaning} ({time})", meaning=words, time=took) if words else took
        stands_out = row.highlight in (Highlight.GREETING, Highlight.NOT_IMPLEMENTED)
        lines = wrapped(
            self._out.sayable(words), self._out.width, indent=f"{INDENT}╰ ", hanging=f"{INDENT}  "
        )
        self._out.lines(self._out.strong(line) if stands_out else line for line in lines)
        best = self._meanings.best(row) if (row.code or 0) >= REFUSED_FROM else None
        if best is not None:
            for advice in best.advice[:2]:
                self._out.paragraph(visible(advice), indent=f"{INDENT}  ")

    def _tls(self, event: TlsEstablished) -> None:
        self._may_speak = event.at
        words = _("{words} in {time}", words=narrated(event), time=duration(event.took))
        self._line(event.at, "·" if event.verified else "!", words)
        if event.chain:
            self._out.paragraph(certificate_words(event.chain[0]), indent=INDENT)
        if event.problem:
            self._out.paragraph(visible(event.problem), indent=INDENT)

    def _trouble(self, event: Event, advice: str) -> None:
        words = narrated(event)
        self._line(event.at, "!", words)
        self._trouble_said = words
        if advice:
            self._out.paragraph(visible(_(advice)), indent=INDENT)

    def _close(self, event: Closed) -> None:
        if self._partial:
            octets = visible(self._partial[:512])
            self._line(event.at, "←", _("{octets}   ! not a whole line", octets=octets))
        if event.detail and visible(_(event.detail)) in self._trouble_said:
            # The line above has just said how, and what to do; the end says only that it is over.
            event = event._replace(detail="", advice="")
        self._line(event.at, "·" if event.expected else "!", narrated(event))
        if event.advice and not event.expected:
            self._out.paragraph(visible(_(event.advice)), indent=INDENT)

    def _line(self, at: float, sign: str, text: str, *, stands_out: bool = False) -> None:
        started = at if self._started is None else self._started
        mark = "▌" if stands_out else " "
        line = f"{mark}{at - started:9.3f}  {sign}  {text}"
        self._out.line(self._out.strong(line) if stands_out else line)
        self._out.flush()


def verdict_lines(result: Result, width: int) -> list[str]:
    """Return the verdict on a session, and what became of each expectation."""
    lines: list[str] = []
    for each in result.judged:
        if each.outcome is Outcome.MET:
            lines += wrapped(_("✓ {expectation}", expectation=each.expectation.text), width)
        else:
            lines += wrapped(expected_words(result, each.expectation.text, each.came), width, hanging="  ")
    found = result.verdict
    if result.status is ExitStatus.INTERRUPTED:
        lines.append(_("✗ {target}: interrupted", target=result.target))
    elif found.status is result.status is not ExitStatus.OK:
        words = _("✗ {target}: {why}", target=result.target, why=found.why)
        lines += wrapped(words, width, hanging="  ")
        if result.findings.not_sent is not None and found.advice:
            lines += wrapped(found.advice, width, indent="  ")
    elif not result.unmet:
        lines += wrapped(
            _("✓ {target}: {facts}", target=result.target, facts=facts(result)), width, hanging="  "
        )
    return lines


def expected_words(result: Result, expectation: str, came: str) -> str:
    """Say which expectation failed, and what came instead."""
    return _(
        "✗ {target}: expected {expectation}; what came: {came}",
        target=result.target,
        expectation=expectation,
        came=came,
    )


def facts(result: Result) -> str:
    """Return in a line what a session that went well has shown."""
    from smtptui.watching.explainer import software_of

    findings = result.findings
    greeting = findings.greeting
    found: list[str] = []
    if greeting is not None:
        text = visible(b" ".join(line.text[:200] for line in greeting.reply.lines[:8]))
        found.append(f"{greeting.reply.code} {software_of(text)}".strip())
    if findings.tls is not None:
        version = visible(findings.tls.version)
        found.append(version if findings.tls.verified else _("{version} (not verified)", version=version))
    else:
        found.append(_("no TLS"))
    found.append(duration(findings.took))
    return " · ".join(found)


def certificate_words(certificate: Certificate) -> str:
    """Say for whom a certificate is, who issued it and until when it holds."""
    names = ", ".join(map(visible, certificate.names)) or visible(certificate.subject)
    return _(
        "certificate for {names}, by {issuer}, until {date}",
        names=names,
        issuer=visible(certificate.issuer),
        date=visible(certificate.not_after)[:10],
    )


def duration(seconds: float) -> str:
    """Return a time as people read it: ``0.04 ms``, ``0.4 ms``, ``12 ms``, ``3.2 s``."""
    if seconds >= 1:
        return f"{decimal(f'{seconds:.1f}')} s"
    digits = 2 if seconds < 0.0001 else 1 if seconds < 0.01 else 0
    return f"{decimal(f'{seconds * 1000:.{digits}f}')} ms"
