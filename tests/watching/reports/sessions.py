"""Sessions to make reports of."""

from collections.abc import Iterable

from smtptui.reference.book.catalogue import Catalogue
from smtptui.watching.fold import Fold
from smtptui.watching.replaying import HeldEvents
from smtptui.watching.reports.account import Account, account_of
from smtptui.watching.session_file import FiledSession
from smtptui.watching.watched import Watched
from smtptui.wire.events import Event

CATALOGUE = Catalogue()


def filed(events: Iterable[Event]) -> FiledSession:
    """Return a session as a file holds it."""
    held = list(events)
    return FiledSession(1, "mx.example:25", 1, lambda: HeldEvents(held), Fold, epoch=1e9)


def account(events: Iterable[Event]) -> Account:
    """Return what there is to tell of a session."""
    session = filed(events)
    return account_of(session, Watched(CATALOGUE, fold=session.fold()), session.events())
