"""Guided steps through a session, over the log that shows what each of them sends."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from smtptui.text import visible
from smtptui.tui.content import CODE_SPAN, MUTED, prose
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.tui.page import Line, Page
from smtptui.tui.themes import class_mark, class_style
from smtptui.watching.guide import STEPS, Availability, GuidedStep, StepId, availability
from smtptui.watching.guided_run import GuidedRun, Result
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.explaining.explanation import Explanation
    from smtptui.watching.progress import Progress

_ROOM = 30
"""Rows from which there is room for all of it."""

TITLE_WIDTH = 22
"""Cells of the column of titles; a longer one in another language pushes what follows."""


class StepsScreen(Dialog[None]):
    """Shows the steps and what came of the last one; does nothing itself: it says which step is wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *((str(number), f"wanted({number - 1})", "") for number in range(1, len(STEPS) + 1)),
    ]

    options = query_one(OptionList)
    outcome = query_one(".outcome", Static)
    about = query_one(".about", Static)

    def __init__(
        self,
        progress: "Callable[[], Progress]",
        run: Callable[[], GuidedRun | None],
        explained: "Callable[[], Explanation | None]",
        begin: Callable[[StepId], None],
        where: str,
    ) -> None:
        super().__init__()
        self._progress = progress
        self._run = run
        self._explained = explained
        self._begin = begin
        self._where = where
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the steps, what the highlighted one does, and what came of the last one."""
        with Vertical(classes="dialog -fitting -steps") as dialog:
            dialog.border_title = _("Guided steps · {server}", server=visible(self._where))
            dialog.border_subtitle = _("enter or a number does a step · esc closes")
            yield OptionRows(id="steps", markup=False, compact=True)
            yield Static("", classes="about", markup=False)
            yield Static("", classes="outcome", markup=False)

    def on_mount(self) -> None:
        """Begin at the first step that is left to do."""
        self.progressed()
        self.options.highlighted = self._first
        self.set_focus(self.options)

    @property
    def _first(self) -> int:
        """The first step that is left to do; without TLS a login is not what comes next."""
        progress = self._progress()
        for at, step in enumerate(STEPS):
            found = availability(step.id, progress)
            if found.can and not found.done and (step.id is not StepId.LOGIN or progress.standing.tls):
                return at
        return len(STEPS) - 1

    def progressed(self) -> None:
        """Show what has changed."""
        progress, run = self._progress(), self._run()
        found = tuple(availability(step.id, progress) for step in STEPS)
        running = run.id if run is not None and run.is_running else None
        shown = (found, running, run.result if run else None, tuple(run.sent) if run else ())
        if shown == self._shown:
            return
        self._shown = shown
        at = self.options.highlighted
        self.options.set_options(
            _row(number, step, each, is_running=running is step.id)
            for number, (step, each) in enumerate(zip(STEPS, found, strict=True), 1)
        )
        self.options.highlighted = at
        self._show_about()
        self._show_outcome(run)

    @on(OptionList.OptionHighlighted)
    def _show_about(self) -> None:
        step = STEPS[self.options.highlighted or 0]
        found = availability(step.id, self._progress())
        why = Content.styled(f"{found.why}." if found.why and not found.done else "", MUTED)
        self.about.update(Content("\n").join(part for part in (Content(_(step.does)), why) if part))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_wanted(event.option_index)

    def action_wanted(self, index: int) -> None:
        """Do a step, or say why it cannot be done."""
        self.options.highlighted = index
        step = STEPS[index]
        run, found = self._run(), availability(step.id, self._progress())
        if run is not None and run.is_running:
            self.app.bell()
        elif not found.can:
            self.outcome.update(
                Content.styled(_("{step}: {why}.", step=_(step.title), why=found.why), "$text-warning")
            )
        else:
            self._begin(step.id)

    def _show_outcome(self, run: GuidedRun | None) -> None:
        # In a small terminal what came of a step takes the place of what it does.
        self.about.display = run is None or self.app.size.height >= _ROOM
        if run is None:
            self.outcome.update("")
            return
        lines: list[Line | Content | None] = [Content("")]
        lines += [Line(Content.styled(visible(line), CODE_SPAN), Content("→ ")) for line in run.sent]
        match run.result:
            case Result.RUNNING:
                lines.append(Content.styled(_("waiting for the reply …"), MUTED))
            case Result.NOT_SENT:
                lines.append(Line(Content.styled(run.why, "$text-warning"), Content("✗ ")))
            case _:
                lines += self._reply(run)
        self.outcome.update(Page(lines))

    def _reply(self, run: GuidedRun) -> list[Line | Content | None]:
        """Return the last reply and, if it is a refusal, what it means here and what to do."""
        if run.reply is None:
            return []
        reply = run.reply.reply
        words = visible(reply.lines[-1].body[:200])
        lines: list[Line | Content | None] = [
            Line(Content.styled(words, class_style(reply.code)), Content(f"← {class_mark(reply.code)} "))
        ]
        if run.result is Result.DONE:
            return [*lines, Content.styled(_("✓ done"), "$text-success")]
        explanation = self._explained()
        if explanation is not None and explanation.meanings:
            first = explanation.meanings[0]
            lines.append(Content.styled(first.title, "bold"))
            advice = first.advice[0] if first.advice else first.fix
            if advice:
                lines.append(Line(prose(advice), Content.styled("▸ ", "bold $text-success")))
        if run.cleaned_up:
            lines.append(Line(Content.styled(visible(run.cleaned_up), CODE_SPAN), Content("→ ")))
        return lines


def _row(number: int, step: GuidedStep, found: Availability, *, is_running: bool) -> Option:
    mark, style = (
        ("…", "$text-primary") if is_running else ("✓", "$text-success") if found.done else (" ", "")
    )
    title = _(step.title).ljust(TITLE_WIDTH)
    return Option(
        Content.assemble(
            (f"{mark} ", style),
            (f"{number} ", "bold $footer-key-foreground" if found.can else MUTED),
            (title, "bold" if found.can else MUTED),
            (step.sends, CODE_SPAN if found.can else MUTED),
            (f"  {found.why}" if found.why and not found.done else "", MUTED),
        ),
        id=str(step.id),
    )
