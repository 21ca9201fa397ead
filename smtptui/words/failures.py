"""Why the system could not do something: its own words, where they are known in the language spoken."""

from errno import (
    EACCES,
    EADDRINUSE,
    EADDRNOTAVAIL,
    EEXIST,
    EFBIG,
    EIO,
    EISDIR,
    ELOOP,
    EMFILE,
    ENAMETOOLONG,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    ENXIO,
    EPERM,
    EPIPE,
    EROFS,
)

from smtptui.words import _, mark

KNOWN = {
    ENOENT: mark("No such file or directory"),
    EACCES: mark("Permission denied"),
    EPERM: mark("Operation not permitted"),
    EISDIR: mark("Is a directory"),
    ENOTDIR: mark("Not a directory"),
    EEXIST: mark("File exists"),
    EFBIG: mark("File too large"),
    ENOSPC: mark("No space left on device"),
    EROFS: mark("Read-only file system"),
    ENAMETOOLONG: mark("File name too long"),
    ELOOP: mark("Too many levels of symbolic links"),
    EMFILE: mark("Too many open files"),
    EIO: mark("Input/output error"),
    ENXIO: mark("No such device or address"),
    EPIPE: mark("Broken pipe"),
    EADDRINUSE: mark("Address already in use"),
    EADDRNOTAVAIL: mark("Cannot assign requested address"),
}
"""The words of Linux by their number."""


def why_of(error: Exception) -> str:
    """Return why something failed, in a few words without a full stop."""
    # A number of TLS or of a look-up is another thing.
    is_systems = isinstance(error, OSError) and type(error).__module__ == "builtins"
    known = KNOWN.get(getattr(error, "errno", None) or 0) if is_systems else None
    return _(known) if known else str(getattr(error, "strerror", None) or error)
