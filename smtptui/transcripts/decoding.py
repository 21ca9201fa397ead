"""Octets of a file or a stream as lines of text: encodings, and files that are packed."""

import codecs
import io
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LINE_READ = 65536
"""Octets of a line that are read; what is beyond them is passed over."""

_WAYS = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
)
"""The octets that packed files begin with."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


_UNPACKING_ERRORS = ("error", "LZMAError", "ZstdError")


class PackedError(Exception):
    """A file that is packed in a way that this Python cannot read; the message is the way's name."""


def lines_of(stream: BinaryIO, longest: int = LINE_READ) -> Iterator[str]:
    """Yield the lines of a stream as they come, an over-long one cut: of none more than `longest` is held.

    Octets that are not of the encoding become ``\\xNN``. What gzip, bzip2, xz or (where Python has it)
    Zstandard packed is unpacked; raises `PackedError` where that cannot be done. Of a packed file that is cut
    off what there is is read.
    """
    start = stream.readline(longest)
    packed = _unpacked(start, stream)
    if packed is None:
        yield from _decoded(start, stream, longest)
        return
    try:
        yield from _decoded(packed.readline(longest), packed, longest)
    except (EOFError, OSError, ValueError):
        return
    except Exception as error:
        # Those of zlib, lzma and zstd have no base in common, and each is imported only where needed.
        if type(error).__name__ not in _UNPACKING_ERRORS:
            raise


class _Rejoined(io.RawIOBase):
    """A stream with what was read of it put back."""

    def __init__(self, start: bytes, stream: IO[bytes]) -> None:
        self._start = start
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer).cast("B")
        octets, self._start = self._start[: len(room)], self._start[len(room) :]
        octets = octets or self._stream.read(len(room))
        room[: len(octets)] = octets
        return len(octets)


def _unpacked(start: bytes, stream: BinaryIO) -> IO[bytes] | None:
    """Return what a packed file holds, None where it is not packed."""
    way = next((way for magic, way in _WAYS if start.startswith(magic)), "")
    if not way:
        return None
    source = io.BufferedReader(_Rejoined(start, stream))
    # Each is imported where it is needed: a plain log needs none.
    if way == "gzip":
        import gzip

        return cast(IO[bytes], gzip.open(source))
    if way == "bzip2":
        import bz2

        return cast(IO[bytes], bz2.open(source))
    if way == "xz":
        import lzma

        return cast(IO[bytes], lzma.open(source))
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore] # Python 3.14
    except ImportError:
        raise PackedError("Zstandard") from None
    return cast(IO[bytes], zstd.open(source))


def _decoded(start: bytes, stream: IO[bytes], longest: int) -> Iterator[str]:
    encoding, mark = _encoding_of(start)
    if encoding == "utf-8":
        yield from _narrow_lines(start[mark:], stream, longest)
    else:
        yield from _wide_lines(start[mark:], stream, encoding, longest)


def _encoding_of(start: bytes) -> tuple[str, int]:
    """Return the encoding by its first octets, and how many of these are only its mark."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark)
    if len(start) >= 4:
        pairs = len(start) // 2
        if start[1::2].count(0) > pairs * 0.7 and start[::2].count(0) < pairs * 0.1:
            return "utf-16-le", 0
        if start[::2].count(0) > pairs * 0.7 and start[1::2].count(0) < pairs * 0.1:
            return "utf-16-be", 0
    return "utf-8", 0


def _narrow_lines(line: bytes, stream: IO[bytes], longest: int) -> Iterator[str]:
    while line:
        yield line.decode("utf-8", "backslashreplace")
        whole = line.endswith(b"\n")
        line = stream.readline(longest)
        while not whole and line:
            whole = line.endswith(b"\n")
            line = stream.readline(longest)


def _wide_lines(start: bytes, stream: IO[bytes], encoding: str, longest: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("backslashreplace")
    rest = decoder.decode(start)
    while octets := stream.readline(longest):
        *lines, rest = (rest + decoder.decode(octets)).split("\n")
        yield from (line + "\n" for line in lines)
        if len(rest) > longest:
            yield rest
            rest = ""
    yield from (rest + decoder.decode(b"", final=True)).splitlines()
