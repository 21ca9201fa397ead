"""The file that is replayed: opened so that one can go back in it, whatever it is."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from smtptui.cli.environment import Environment, InputError
from smtptui.words import _
from smtptui.words.failures import why_of

if TYPE_CHECKING:
    from smtptui.watching.session_file import SessionFile

KEPT = 8 * 1024 * 1024
"""Octets of standard input that are kept in memory; more of it goes to a file that has no name."""

MOST = 1024 * 1024 * 1024
"""Octets of what is no file, above which it is taken for endless."""

READ = 256 * 1024
"""Octets of it that are read at once."""


@contextlib.contextmanager
def opened(name: str, environment: Environment) -> "Iterator[SessionFile]":
    """Open a file, or standard input for ``-``, as long as its sessions are read; raise InputError."""
    from smtptui.recording.header import RecordingError
    from smtptui.transcripts.decoding import PackedError
    from smtptui.watching.session_file import sessions_in

    shown = "" if name == "-" else name
    try:
        with _seekable(name, environment) as file, tempfile.SpooledTemporaryFile(KEPT) as plain:
            try:
                found = sessions_in(_made_plain(file, cast(BinaryIO, plain)), _lines)
            except PackedError as way:
                raise InputError(_("this Python cannot unpack {way}", way=str(way)), shown) from None
            except RecordingError as error:
                raise InputError(str(error), shown) from None
            yield found
    except OSError as error:
        raise InputError(why_of(error), shown) from None


def _made_plain(file: BinaryIO, plain: BinaryIO) -> BinaryIO:
    """Return what is in a file: `plain` with a recording that is packed, or that has another encoding."""
    from smtptui.recording.events import LINE_READ
    from smtptui.recording.opened import begins_as_recording, is_recording
    from smtptui.transcripts.decoding import lines_of

    if is_recording(file):
        return file
    file.seek(0)
    first = next(iter(lines_of(file)), "")
    file.seek(0)
    if not begins_as_recording(first.encode("utf-8", "replace")):
        return file
    for line in lines_of(file, LINE_READ):
        plain.write(line.encode("utf-8", "replace"))
    return plain


def _lines(stream: BinaryIO) -> Iterable[str]:
    from smtptui.transcripts.decoding import lines_of

    return lines_of(stream)


@contextlib.contextmanager
def _seekable(name: str, environment: Environment) -> Iterator[BinaryIO]:
    """Open what can be sought in: a file as it is, a pipe read to its end."""
    if name == "-":
        if environment.stdin is None:
            raise InputError(_("it is closed"))
        yield from _spooled(environment.stdin, "")
        return
    try:
        file = open(name, "rb")  # noqa: SIM115 -- closed below
    except ValueError as error:  # a NUL in the name
        raise InputError(str(error), name) from None
    with file:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            yield file
        else:
            yield from _spooled(file, name)


def _spooled(stream: BinaryIO, name: str) -> Iterator[BinaryIO]:
    with tempfile.SpooledTemporaryFile(KEPT) as held:
        while octets := stream.read(READ):
            held.write(octets)
            if held.tell() > MOST:
                raise InputError(_("it has no end, or more octets than can be taken from a pipe"), name)
        held.seek(0)
        yield cast(BinaryIO, held)
