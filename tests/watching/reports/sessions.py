"""Sessions to make reports of, as they stand in a file."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from smtptui.reference.book.catalogue import Catalogue
from smtptui.transcripts.decoding import lines_of
from smtptui.watching.reports.account import Account, account_of
from smtptui.watching.session_file import FiledSession, sessions_in
from smtptui.watching.watched import Watched
from smtptui.wire.events import Event
from tests.recording.written import recorded

CATALOGUE = Catalogue()


def filed(events: Iterable[Event]) -> FiledSession:
    """Return a session as a recording holds it."""
    with TemporaryDirectory() as folder:
        octets = recorded(Path(folder) / "r", events, start=100.0).read_bytes()
    return sessions_in(BytesIO(octets), lines_of).sessions[0]


def account(events: Iterable[Event]) -> Account:
    """Return what there is to tell of a session."""
    session = filed(events)
    return account_of(session, Watched(CATALOGUE, fold=session.fold()), session.events())
