"""``smtptui probe``: sessions without a screen, for people, scripts and monitoring."""

from collections.abc import Sequence
from itertools import pairwise

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.cli.command import Command
from smtptui.cli.connecting import CONNECTION_OPTIONS
from smtptui.cli.environment import Environment, InputError
from smtptui.cli.recording import RECORD
from smtptui.words import mark


def _probe(given: Arguments, environment: Environment) -> int:
    """Check all that was given before anything is sent, then hold the sessions."""
    from smtptui.cli.probe.asked import read_asked

    asked = read_asked(given, environment)
    if asked.targets is not None and len(asked.targets) == 1:
        from smtptui.cli.probe.single import probe_one

        return probe_one(given, asked, asked.targets[0], environment)
    from smtptui.cli.probe.several import probe_many

    return probe_many(given, asked, environment)


def _failed(words: Sequence[str], error: Exception, environment: Environment) -> int | None:
    """Tell a monitor that knows a check's line and statuses, and nothing else, that none was made."""
    if "--format=nagios" not in words and ("--format", "nagios") not in pairwise(words):
        return None
    from smtptui.settings.problem import ConfigError
    from smtptui.text import visible

    match error:
        case ConfigError():
            why = next(iter(error.lines()))
        case InputError():
            why = f"{error.file or '-'}: {error}"
        case UsageError():
            why = str(error)
        case _:
            return None
    environment.stdout.line(f"SMTP UNKNOWN - {visible(why).replace('|', '/')}")
    return 3


MECHANISMS = (
    "PLAIN",
    "LOGIN",
    "CRAM-MD5",
    "SCRAM-SHA-256",
    "SCRAM-SHA-1",
    "OAUTHBEARER",
    "XOAUTH2",
)

_OPTIONS = (
    Option(("--send",), mark("Send this line after EHLO, may be repeated."), "LINE", repeats=True),
    Option(
        ("--script",),
        mark("Send the lines of this file, each when the reply to the one before is in; # begins a comment."),
        "FILE",
        repeats=True,
    ),
    Option(
        ("--auth",),
        mark("Log in, by the best mechanism that is offered unless one is named."),
        "[MECHANISM]",
        choices=MECHANISMS,
        optional=True,
    ),
    Option(("--user",), mark("The name to log in with."), "NAME"),
    Option(("--password-file",), mark("The password is the first line of this file."), "FILE"),
    Option(("--password-env",), mark("The password is in this variable."), "NAME"),
    Option(("--password-keyring",), mark("The password is in the keyring, under smtptui and the name.")),
    Option(
        ("--from",), mark("Begin a mail transaction with this sender, and take it back by RSET."), "ADDRESS"
    ),
    Option(("--to",), mark("… to this recipient, may be repeated."), "ADDRESS", repeats=True),
    Option(
        ("--data",),
        mark("Send this message instead of RSET: a real mail. You are asked before, unless --yes."),
        "FILE",
    ),
    Option(("--yes",), mark("Do not ask.")),
    Option(("--insist",), mark("Send what should not be sent: a password in the clear.")),
    Option(
        ("--expect",),
        mark(
            "What is to come, may be repeated: greeting=220, AUTH=504, RCPT=2yz, any!=504, all<400, "
            "situation!=client.blocklisted, tls>=1.2, cert-days>14, starttls-enforced."
        ),
        "EXPECTATION",
        repeats=True,
    ),
    Option(("--within",), mark("… and each reply within this time."), "TIME"),
    Option(("--json",), mark("Print an object for each event and one for the result, a line each.")),
    Option(("--text",), mark("Print the session in the notation of swaks.")),
    Option(
        ("--format",),
        mark("Print the result for monitoring: a check's line, or the text format of Prometheus."),
        choices=("nagios", "prometheus"),
    ),
    Option(("--quiet", "-q"), mark("Print nothing but what failed, on stderr.")),
    RECORD,
    Option(("--jobs", "-j"), mark("How many sessions at once (50)."), "N"),
    Option(("--per-host",), mark("How many of them with the same host (2)."), "N"),
)

COMMAND = Command(
    "probe",
    "TARGET…",
    mark("Hold a session with TARGET without a screen, and print it as it happens, with what it means."),
    (
        mark(
            "TARGET is HOST, HOST:PORT, [::1]:PORT, smtp://…, smtps://… or mx:DOMAIN. Several targets are "
            "probed beside each other, a line for each; - takes them from standard input, a line each, where "
            "# begins a comment."
        ),
        mark(
            "Nothing is sent but EHLO, STARTTLS and QUIT unless an option asks for it. The login comes "
            "first, then --send and --script in their order, then the mail transaction."
        ),
    ),
    (*CONNECTION_OPTIONS, *_OPTIONS),
    _probe,
    least=1,
    examples=(
        "smtptui probe mx.example.org",
        "smtptui probe mx:example.org --expect greeting=220 --expect 'tls>=1.2' --expect 'cert-days>14'",
        "smtptui probe mx.example.org --send 'AUTH FOOBAR' --expect AUTH=504",
        "smtptui probe mx.example.org:587 --auth --user me --password-env PASSWORD --quiet",
        "smtptui probe mx.example.org --from me@example.org --to you@example.org --within 5s",
        "smtptui probe - --json < hosts.txt",
    ),
    statuses=mark(
        "Exit status: 0 fine, 2 usage, 3 no connection, 6 connection lost, 21 greeting, 22 EHLO, 23 MAIL, "
        "24 RCPT, 25 DATA, 26 end of data, 28 AUTH, 29 TLS, 40 an expectation failed, 130 interrupted. Of "
        "several targets the lowest counts. A bare 220, control characters and a reply that drips or takes "
        "more than 10 s are failures of their stage. With --format nagios: 0 OK, 1 refused for now, "
        "2 critical, 3 unknown."
    ),
    failed=_failed,
    completes=("targets",),
)
