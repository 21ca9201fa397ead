"""The file that is replayed: opened so that one can go back in it, whatever it is."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from smtptui.cli.environment import Environment, InputError
from smtptui.words import _, why_of

if TYPE_CHECKING:
    from smtptui.watching.session_file import SessionFile

KEPT = 8 * 1024 * 1024
"""Octets of standard input that are kept in memory; more of it goes to a file that has no name."""


@contextlib.contextmanager
def opened(name: str, environment: Environment) -> "Iterator[SessionFile]":
    """Open a file, or standard input for ``-``, as long as its sessions are read; raise InputError."""
    from smtptui.recording.header import RecordingError
    from smtptui.transcripts.decoding import PackedError
    from smtptui.watching.session_file import sessions_in

    shown = "" if name == "-" else name
    try:
        with _seekable(name, environment) as file:
            try:
                found = sessions_in(file, _lines)
            except PackedError as way:
                raise InputError(_("this Python cannot unpack {way}", way=str(way)), shown) from None
            except RecordingError as error:
                raise InputError(str(error), shown) from None
            yield found
    except OSError as error:
        raise InputError(why_of(error), shown) from None


def _lines(stream: BinaryIO) -> Iterable[str]:
    from smtptui.transcripts.decoding import lines_of

    return lines_of(stream)


@contextlib.contextmanager
def _seekable(name: str, environment: Environment) -> Iterator[BinaryIO]:
    """Open what can be sought in: a file as it is, a pipe read to its end."""
    if name == "-":
        if environment.stdin is None:
            raise InputError(_("it is closed"))
        yield from _spooled(environment.stdin)
        return
    try:
        file = open(name, "rb")  # noqa: SIM115 -- closed below
    except ValueError as error:  # a NUL in the name
        raise InputError(str(error), name) from None
    with file:
        if file.seekable():
            yield file
        else:
            yield from _spooled(file)


def _spooled(stream: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.SpooledTemporaryFile(KEPT) as held:
        shutil.copyfileobj(stream, held)
        held.seek(0)
        yield cast(BinaryIO, held)
