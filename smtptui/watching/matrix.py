"""Goes through what is tried of a server, politely: which line goes out next, and when it is enough.

No mail is sent and no credential: an AUTH exchange is cancelled, a transaction reset, DATA and BDAT never
said. It stops at a 421, when the server warns of too many errors, and before most servers would.
"""

from collections.abc import Generator, Iterator

from smtptui.text import visible
from smtptui.watching.finding import Finding, Outcome, by_group, finding_lines, finding_of
from smtptui.watching.implementing import Group, Trial
from smtptui.wire.events import ReplyReceived
from smtptui.words import _

MOST_ERRORS = 18
"""Refusals after which it stops: Postfix hangs up at 20 (``smtpd_hard_error_limit``)."""

PACE = 0.15
"""Seconds between an answer and the next line."""

TOO_MANY = ("too many errors", "too many bad commands", "too many syntax", "error limit", "too many invalid")


class Matrix:
    """Goes through trials. Send `line`, tell `answered` of each reply, until `line` is None."""

    def __init__(self, tried: tuple[Trial, ...]) -> None:
        self.trials = tried
        self.outcomes: list[Outcome] = []
        self.why = ""
        """Why it has stopped before all was tried, in words."""
        self._errors = 0
        self._talk = self._through()
        self.line: str | None = next(self._talk, None)
        """What is to be sent next; None at the end."""

    @property
    def most_lines(self) -> int:
        """How many lines it sends at most."""
        return sum(trial.most_lines for trial in self.trials)

    @property
    def done(self) -> bool:
        """Whether nothing more is sent."""
        return self.line is None

    def answered(self, event: ReplyReceived) -> None:
        """Take the reply to the line that was sent last."""
        if self.line is None:
            return
        try:
            self.line = self._talk.send(event)
        except StopIteration:
            self.line = None

    def stop(self, why: str = "") -> None:
        """Try nothing more; what has begun is cleaned up."""
        self.why = self.why or why or _("stopped")

    def give_up(self, why: str) -> None:
        """End at once: the session is over."""
        self.why = self.why or why
        self._talk.close()
        self.line = None

    @property
    def rows(self) -> list[Outcome]:
        """An outcome for each trial as they are listed: by group, what is offered first."""
        found = {outcome.trial: outcome for outcome in self.outcomes}
        return by_group(found.get(trial, Outcome(trial, Finding.NOT_TRIED)) for trial in self.trials)

    def _through(self) -> Generator[str, ReplyReceived, None]:
        for trial in self.trials:
            if self.why:
                return
            yield from self._try(trial)

    def _try(self, trial: Trial) -> Generator[str, ReplyReceived, None]:
        opened = False
        for line in trial.before:
            event = yield line
            if not self._counts(event):
                self.outcomes.append(self._outcome(trial, event, at_before=line))
                return
            opened = True
        event = yield trial.line
        accepted = self._counts(event)
        self.outcomes.append(self._outcome(trial, event))
        while event.reply.code == 334:
            event = yield "*"
            self._counts(event, expected=True)
        if (opened or (accepted and trial.group is Group.MAIL)) and not self._gone(event):
            event = yield "RSET"
            self._counts(event)

    def _counts(self, event: ReplyReceived, *, expected: bool = False) -> bool:
        """Count a refusal, and stop where the server has had enough; return whether it is none."""
        reply = event.reply
        if reply.severity in (2, 3):
            return True
        self._errors += 1
        text = b" ".join(line.text for line in reply.lines[:4]).lower()
        if reply.code == 421:
            self.stop(_("the server closes the connection (421)"))
        elif any(words.encode() in text for words in TOO_MANY):
            self.stop(_("the server warns of too many errors"))
        elif self._errors >= MOST_ERRORS and not expected:
            self.stop(_("{number} refusals: most servers hang up soon after", number=self._errors))
        return False

    def _gone(self, event: ReplyReceived) -> bool:
        return event.reply.code == 421

    def _outcome(self, trial: Trial, event: ReplyReceived, *, at_before: str = "") -> Outcome:
        reply = event.reply
        text = visible(reply.lines[-1].raw[:200].rstrip(b"\r\n"))
        return Outcome(trial, finding_of(reply.code), reply.code, text, at_before)


def matrix_lines(matrix: Matrix) -> Iterator[str]:
    """Yield the findings as lines of text."""
    yield from finding_lines(matrix.rows)
    if matrix.why:
        yield _("stopped early: {why}", why=matrix.why)
