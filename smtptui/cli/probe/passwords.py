"""Where a password comes from: never from the command line, which everybody on a machine can read."""

import os
from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments, UsageError
from smtptui.cli.environment import Environment
from smtptui.words import _
from smtptui.words.failures import why_of

if TYPE_CHECKING:
    from smtptui.wire.secret import Secret

SERVICE = "smtptui"
"""Under which a keyring keeps it: ``keyring set smtptui USER``."""

TERMINAL = "/dev/tty"

LONGEST = 8192
"""Octets of a password or token at most."""

SOURCES = ("--password-file", "--password-env", "--password-keyring")


def password_of(user: str, given: Arguments, environment: Environment) -> "Secret":
    """Return the password of `user` from where it was said to be, else ask; raise UsageError."""
    from smtptui.wire.secret import Secret

    named = [source for source in SOURCES if given.has(source)]
    if len(named) > 1:
        raise UsageError(_("{one} and {other}: name one place of the password", one=named[0], other=named[1]))
    source = named[0] if named else ""
    match source:
        case "--password-file":
            found = _from_file(given.value(source) or "", environment)
        case "--password-env":
            found = _from_variable(given.value(source) or "", environment)
        case "--password-keyring":
            found = _from_keyring(user)
        case _:
            found = _asked(user)
    if not found:
        raise UsageError(_("the password is empty"))
    return Secret(found)


def _from_file(name: str, environment: Environment) -> bytes:
    """Return the first line of a file."""
    try:
        with open(name, "rb") as file:
            line = file.readline(LONGEST + 1)
            mode = os.fstat(file.fileno()).st_mode
    except (OSError, ValueError) as error:
        why = why_of(error)
        raise UsageError(
            _("{option}: {file!r}: {why}", option="--password-file", file=name, why=why)
        ) from None
    if len(line) > LONGEST:
        raise UsageError(_("--password-file: {file!r}: its first line is too long for a password", file=name))
    if os.name == "posix" and mode & 0o077 and name != "/dev/stdin":
        environment.say(_("others on this machine may read {file!r}: chmod 600 keeps it to you", file=name))
    return line.rstrip(b"\r\n")


def _from_variable(name: str, environment: Environment) -> bytes:
    found = environment.variables.get(name)
    if found is None:
        raise UsageError(_("--password-env: there is no variable {name!r}", name=name))
    return found.encode("utf-8", "surrogateescape")


def _from_keyring(user: str) -> bytes:
    failure = ""
    try:
        # Not one of our dependencies: it is asked only where somebody has it.
        from importlib import import_module

        found = import_module("keyring").get_password(SERVICE, user)
    except ImportError:
        failure = _("--password-keyring: the package keyring is not installed")
    except Exception as error:
        # A keyring's backends raise what they like, and what they say may be more than is to be shown.
        failure = _("--password-keyring: the keyring cannot be read ({error})", error=type(error).__name__)
    else:
        if found is None:
            failure = _(
                "--password-keyring: the keyring has none; 'keyring set {service} {user}' puts it there",
                service=SERVICE,
                user=user,
            )
        else:
            return str(found).encode("utf-8", "surrogateescape")
    raise UsageError(failure)


def _asked(user: str) -> bytes:
    """Ask on the terminal, whatever standard input is."""
    from getpass import getpass

    try:
        with open(TERMINAL, "rb"):
            pass
    except OSError:
        raise UsageError(
            _("there is no terminal to ask for the password: --password-file or --password-env names a place")
        ) from None
    try:
        return getpass(_("Password of {user}: ", user=user)).encode("utf-8", "surrogateescape")
    except EOFError:
        raise UsageError(_("no password was typed")) from None
