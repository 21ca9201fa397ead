"""Guided steps: which can be done where a session stands, and how one runs to its end or to a refusal."""

from collections.abc import Callable

import pytest

from smtptui.watching.guide import STEPS, StepId, availability
from smtptui.watching.guided_run import GuidedRun, Part, Result
from smtptui.watching.progress import Progress
from smtptui.wire.events import (
    Asked,
    Closed,
    CloseReason,
    CommandSent,
    Connected,
    Event,
    GreetingReceived,
    Refused,
    ReplyReceived,
    State,
    StateChanged,
    TlsEstablished,
    TlsFailed,
)
from smtptui.wire.reply import Reply
from tests.tui.transcript import reply_line


class Talk:
    """A session as its events, and the progress that they make."""

    def __init__(self, ehlo: bytes = b"250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n") -> None:
        self.progress = Progress()
        self.at = 1.0
        self.sent: list[str] = []
        self.state = State.AWAITING_GREETING
        self._ehlo = ehlo
        self.tell(Connected(1.0, "mx", "192.0.2.1", 25, 0.1), StateChanged(1.0, State.READY, self.state))

    def tell(self, *events: Event) -> None:
        for event in events:
            self.progress.receive(event)

    def greeted(self, code: int = 220) -> "Talk":
        self.tell(GreetingReceived(self._later(), self._reply(b"%d mx\r\n" % code)))
        self.move(State.READY if code == 220 else State.REFUSED)
        return self

    def introduced(self) -> "Talk":
        self.greeted()
        self.say("EHLO me", self._ehlo, after=State.IDENTIFIED)
        return self

    def move(self, after: State) -> None:
        self.tell(StateChanged(self.at, self.state, after))
        self.state = after

    def ask(self, line: str) -> None:
        self.sent.append(line)
        self.asked = Asked(line.split()[0], line.encode(), self._later())
        self.tell(CommandSent(self.at, self.asked, len(line) + 2))

    def answer(self, *lines: bytes, after: State | None = None) -> None:
        reply = self._reply(*b"".join(lines).splitlines(keepends=True))
        self.tell(ReplyReceived(self._later(), reply, self.asked, self.state, 0.1))
        if after is not None:
            self.move(after)

    def say(self, line: str, *lines: bytes, after: State | None = None) -> None:
        self.ask(line)
        self.answer(*lines, after=after)

    def part(self, line: str, *, waits_for_tls: bool = False) -> Part:
        return Part(line, lambda: self.ask(line), waits_for_tls)

    def _reply(self, *lines: bytes) -> Reply:
        return Reply(((), False, *(reply_line(line, self.at) for line in lines)))

    def _later(self) -> float:
        self.at += 0.1
        return self.at


TLS = TlsEstablished(5.0, "TLSv1.3", "AES", 256, True, (), 0.1)


def can(talk: Talk) -> list[str]:
    return [str(step.id) for step in STEPS if availability(step.id, talk.progress).can]


@pytest.mark.parametrize(
    ("talk", "steps"),
    [
        (lambda: Talk(), []),
        (lambda: Talk().greeted(), ["ehlo", "quit"]),
        (lambda: Talk().greeted(554), ["quit"]),
        (lambda: Talk().introduced(), ["ehlo", "tls", "login", "recipient", "message", "quit"]),
        (lambda: Talk(b"250 mx\r\n").introduced(), ["ehlo", "recipient", "message", "quit"]),
    ],
)
def test_a_step_can_be_done_where_the_session_stands(talk: Callable[[], Talk], steps: list[str]) -> None:
    assert can(talk()) == steps


def test_why_a_step_cannot_be_done_is_said() -> None:
    talk = Talk(b"250 mx\r\n")
    assert "not greeted" in availability(StepId.EHLO, talk.progress).why
    talk.introduced()
    assert "does not offer STARTTLS" in availability(StepId.TLS, talk.progress).why
    assert "not offered before TLS" in availability(StepId.LOGIN, talk.progress).why
    talk.tell(TLS._replace(verified=False))
    talk.move(State.READY)
    assert availability(StepId.TLS, talk.progress).done
    assert "after EHLO" in availability(StepId.LOGIN, talk.progress).why
    talk.say("EHLO me", b"250-mx\r\n250 AUTH PLAIN\r\n", after=State.IDENTIFIED)
    assert "not verified" in availability(StepId.LOGIN, talk.progress).why


def test_nothing_begins_while_a_reply_is_outstanding() -> None:
    talk = Talk().introduced()
    talk.ask("NOOP")
    assert can(talk) == []
    assert "outstanding" in availability(StepId.QUIT, talk.progress).why


@pytest.mark.parametrize("state", [each for each in State if each not in (State.READY, State.IDENTIFIED)])
def test_in_every_other_state_it_is_said_why_nothing_can_be_done(state: State) -> None:
    talk = Talk().introduced()
    talk.move(state)
    assert set(can(talk)) <= {"quit"}
    left = [step.id for step in STEPS if str(step.id) not in can(talk)]
    assert all(availability(id, talk.progress).why for id in left)


def recipient(talk: Talk) -> GuidedRun:
    parts = [talk.part(line) for line in ("MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>", "RSET")]
    return GuidedRun(StepId.RECIPIENT, parts, talk.progress, clean_up=parts[-1])


def test_lines_go_out_one_after_the_other_each_when_the_one_before_is_answered() -> None:
    talk = Talk().introduced()
    run = recipient(talk)
    run.go_on()
    assert talk.sent[1:] == ["MAIL FROM:<a@b.c>"]
    talk.answer(b"250 ok\r\n", after=State.MAIL_TRANSACTION)
    run.go_on()
    run.go_on()
    assert talk.sent[1:] == ["MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>"]
    talk.answer(b"250 ok\r\n")
    run.go_on()
    talk.answer(b"250 ok\r\n", after=State.IDENTIFIED)
    run.go_on()
    assert talk.sent[1:] == run.sent == ["MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>", "RSET"]
    assert run.result is Result.DONE


def test_a_refusal_stops_and_drops_the_transaction() -> None:
    talk = Talk().introduced()
    run = recipient(talk)
    talk.answer(b"250 ok\r\n", after=State.MAIL_TRANSACTION)
    run.go_on()
    talk.answer(b"550 5.1.1 no such user\r\n")
    run.go_on()
    assert (run.result, run.reply.reply.code if run.reply else 0) == (Result.REFUSED, 550)
    assert (talk.sent[-1], run.cleaned_up) == ("RSET", "RSET")
    talk.answer(b"250 ok\r\n", after=State.IDENTIFIED)
    run.go_on()
    assert len(talk.sent) == 4
    assert run.result is Result.REFUSED


def test_without_a_transaction_there_is_nothing_to_drop() -> None:
    talk = Talk().introduced()
    run = recipient(talk)
    talk.answer(b"501 5.1.7 bad sender\r\n")
    run.go_on()
    assert (run.result, run.cleaned_up, talk.sent[-1]) == (Result.REFUSED, "", "MAIL FROM:<a@b.c>")


def test_tls_is_done_once_the_offers_inside_it_are_known() -> None:
    talk = Talk().introduced()
    run = GuidedRun(StepId.TLS, [talk.part("STARTTLS", waits_for_tls=True)], talk.progress)
    talk.answer(b"220 go\r\n", after=State.STARTING_TLS)
    run.go_on()
    talk.tell(TLS)
    talk.move(State.READY)
    run.go_on()
    assert run.is_running
    talk.say("EHLO me", b"250 mx\r\n", after=State.IDENTIFIED)
    run.go_on()
    assert run.result is Result.DONE


def test_a_handshake_that_fails_says_why() -> None:
    talk = Talk().introduced()
    run = GuidedRun(StepId.TLS, [talk.part("STARTTLS", waits_for_tls=True)], talk.progress)
    talk.answer(b"220 go\r\n", after=State.STARTING_TLS)
    talk.tell(TlsFailed(6.0, "the certificate has expired"), Closed(6.0, CloseReason.TLS))
    run.go_on()
    assert (run.result, run.why) == (Result.NOT_SENT, "TLS failed: the certificate has expired")


def test_a_login_is_over_after_its_last_reply_only() -> None:
    talk = Talk().introduced()
    run = GuidedRun(StepId.LOGIN, [talk.part("AUTH LOGIN")], talk.progress)
    talk.answer(b"334 VXNlcm5hbWU6\r\n")
    run.go_on()  # Before it is told that the exchange is under way.
    talk.move(State.AUTHENTICATING)
    run.go_on()
    assert run.is_running
    talk.ask("RESPONSE")
    run.go_on()
    talk.answer(b"235 ok\r\n", after=State.IDENTIFIED)
    run.go_on()
    assert run.result is Result.DONE


def test_what_this_program_does_not_send_ends_a_step() -> None:
    talk = Talk().introduced()
    talk.tell(Refused(4.0, b"OLD", "an older one"))
    run = GuidedRun(StepId.EHLO, [Part("EHLO ü", lambda: None)], talk.progress)
    run.go_on()
    assert run.is_running
    talk.tell(Refused(5.0, b"EHLO", "it is not ASCII"))
    run.go_on()
    assert (run.result, run.why) == (Result.NOT_SENT, "it is not ASCII")


def test_an_end_of_the_connection_ends_a_step() -> None:
    talk = Talk().introduced()
    run = recipient(talk)
    talk.tell(Closed(6.0, CloseReason.RESET))
    run.go_on()
    assert run.result is Result.NOT_SENT


def test_leaving_is_done_when_the_server_has_closed() -> None:
    talk = Talk().introduced()
    run = GuidedRun(StepId.QUIT, [talk.part("QUIT")], talk.progress)
    talk.answer(b"221 bye\r\n", after=State.CLOSING)
    talk.tell(Closed(6.0, CloseReason.QUIT, expected=True))
    run.go_on()
    assert run.result is Result.DONE
