"""The same session once more, in the way that the user has chosen after it failed."""

from pathlib import Path

from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.wire.events import Way

WAYS_WITH_A_FILE = (Way.CA_FILE, Way.CLIENT_CERT)
"""Those for which the user names a file."""


def again(
    way: Way, target: Target, options: Options, *, file: Path | None = None, key: Path | None = None
) -> tuple[Target, Options]:
    """Return where and how to connect by `way`; all else stays as it was.

    `file` is that of the authority, or of our certificate, whose `key` may be in a file of its own.
    """
    match way:
        case Way.INSPECT:
            return target, options._replace(insecure=True)
        case Way.PLAINTEXT:
            return target._replace(tls=TlsMode.NONE), options
        case Way.IMPLICIT_TLS:
            return target._replace(tls=TlsMode.IMPLICIT), options
        case Way.CA_FILE:
            return target, options._replace(ca=file, insecure=False)
        case Way.CLIENT_CERT:
            return target, options._replace(client_cert=file, client_key=key)
        case Way.RETRY:
            return target, options
