"""``smtptui completion``: what a shell has to run for Tab to complete what may come next."""

from smtptui.cli.arguments import Arguments, UsageError
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.words import _, mark

SHELLS = ("bash", "zsh", "fish")


def _completion(given: Arguments, environment: Environment) -> int:
    from smtptui.cli.completion.scripts import SCRIPTS

    (shell,) = given.operands
    if shell not in SHELLS:
        raise UsageError(
            _(
                "there is no completion for {shell!r}; the shells are {shells}",
                shell=shell,
                shells=", ".join(SHELLS),
            )
        )
    environment.stdout.lines(SCRIPTS[shell].splitlines())
    return ExitStatus.OK


COMMAND = Command(
    "completion",
    "SHELL",
    mark("Print what bash, zsh or fish has to run for Tab to complete smtptui's arguments."),
    (
        mark(
            "Put the line that is meant for your shell into its start-up file (~/.bashrc, ~/.zshrc, "
            "~/.config/fish/config.fish), or the output into its folder of completions."
        ),
    ),
    (),
    _completion,
    least=1,
    most=1,
    examples=(
        'eval "$(smtptui completion bash)"',
        'eval "$(smtptui completion zsh)"',
        "smtptui completion fish | source",
    ),
    completes=SHELLS,
)
