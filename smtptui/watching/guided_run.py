"""One guided step as it runs: its lines go out one after the other, each when the one before is answered."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from smtptui.text import visible
from smtptui.watching.guide import StepId
from smtptui.watching.progress import Progress
from smtptui.watching.stage import StageName, stage_of_verb
from smtptui.wire.events import Refused, ReplyReceived, State
from smtptui.words import _

Send = Callable[[], None]
"""Sends one line, a message, a chunk or a login."""

_PASSING = (State.STARTING_TLS, State.AUTHENTICATING)


class Result(StrEnum):
    """How a step went."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    """By the server: `GuidedRun.reply` says how."""
    NOT_SENT = "not sent"
    """By this program, or the connection ended: `GuidedRun.why` says why."""


@dataclass(slots=True)
class Part:
    """One thing that a step sends: `shown` is what may be shown of it; `waits_for_tls` beyond its reply."""

    shown: str
    send: Send
    waits_for_tls: bool = False


def _verb(answer: ReplyReceived) -> str:
    return answer.asked.verb if answer.asked is not None else ""


class GuidedRun:
    """Sends the `parts` of a step; after a refusal in a transaction `clean_up` goes out, and nothing else.

    Call `go_on` whenever something has happened to the session.
    """

    def __init__(
        self, id: StepId, parts: Sequence[Part], progress: Progress, *, clean_up: Part | None = None
    ) -> None:
        self.id = id
        self.result = Result.RUNNING
        self.reply: ReplyReceived | None = None
        """The refusal, or the last reply."""
        self.why = ""
        """Why it was not sent, in words."""
        self.sent: list[str] = []
        self.cleaned_up = ""
        """What went out after a refusal."""
        self._left = deque(parts)
        self._clean_up = clean_up
        self._progress = progress
        self._answers = 0
        self._refused: Refused | None = None
        self._waits_for_tls = False
        self._next()

    @property
    def is_running(self) -> bool:
        """Whether it waits for something."""
        return self.result is Result.RUNNING

    def go_on(self) -> None:
        """Look at what has happened, and send what comes next."""
        if not self.is_running:
            return
        progress = self._progress
        standing = progress.standing
        if progress.refused is not None and progress.refused is not self._refused:
            self.result, self.why = Result.NOT_SENT, visible(_(progress.refused.why))
        elif self._is_over():
            self.reply = standing.answer
            if standing.answer is not None and standing.answer.reply.severity not in (2, 3):
                self._stop()
            elif self._left:
                self._next()
            else:
                self.result = Result.DONE
        elif progress.closed is not None:
            ended = standing.answers > self._answers and not self._left
            self.reply = standing.answer
            self.result = Result.DONE if ended and progress.closed.expected else Result.NOT_SENT
            self.why = "" if self.result is Result.DONE else self._why_ended()

    def _why_ended(self) -> str:
        failed = self._progress.tls_failed
        if failed is not None and self._waits_for_tls:
            return _("TLS failed: {why}", why=visible(_(failed.why)))
        return _("the connection has ended")

    def _is_over(self) -> bool:
        """Whether what was sent last is answered, and nothing follows by itself."""
        progress = self._progress
        standing = progress.standing
        if standing.answers <= self._answers or standing.pending or progress.closed is not None:
            return False
        answer = standing.answer
        refused = answer is not None and answer.reply.severity not in (2, 3)
        if (
            answer is not None
            and answer.reply.severity == 3
            and stage_of_verb(_verb(answer)) is StageName.AUTH
        ):
            return False
        if self._waits_for_tls and not refused:
            return standing.tls and standing.offered is not None
        return standing.state not in _PASSING and (progress.awaiting is None or standing.state is State.DATA)

    def _next(self) -> None:
        part = self._left.popleft()
        self._answers = self._progress.standing.answers
        self._refused = self._progress.refused
        self._waits_for_tls = part.waits_for_tls
        self.sent.append(part.shown)
        part.send()

    def _stop(self) -> None:
        self.result = Result.REFUSED
        self._left.clear()
        if self._clean_up is not None and self._progress.standing.state is State.MAIL_TRANSACTION:
            self.cleaned_up = self._clean_up.shown
            self._clean_up.send()
