"""How one looks at the log, in words: following, paused, searching, filtered."""

from typing import TYPE_CHECKING, Protocol

from smtptui.words import _, plural

if TYPE_CHECKING:
    from smtptui.tui.widgets.log_finder import LogFinder
    from smtptui.tui.widgets.viewed import Viewed


class Looked(Protocol):
    """The log as who says how one looks at it knows it."""

    viewed: "Viewed"
    finder: "LogFinder"

    @property
    def follow(self) -> bool:
        """Whether it follows the newest."""


def follow_words(log: Looked) -> str:
    """Say whether it follows, and how much has come since it does not."""
    if log.follow:
        return _("● following")
    newer = log.viewed.newer
    if not newer:
        return _("‖ paused · End follows")
    return plural("‖ paused · {number} new · End", "‖ paused · {number} new · End", newer)


def found_words(log: Looked) -> str:
    """Say how many places there are with what is sought, and at which one stands; empty where nothing is."""
    viewed = log.viewed
    if viewed.found is None:
        return ""
    at, count = log.finder.standing
    if (share := viewed.found.share) < 1:
        return _("{count} found · {percent} % looked through", count=count, percent=int(share * 100))
    if not count:
        return _("not found")
    return _("{at} of {count}", at=max(1, at), count=count)


def filter_words(log: Looked) -> str:
    """Say what alone is shown; empty where all is."""
    viewed = log.viewed
    if viewed.filtered is None:
        return ""
    shown = len(viewed.filtered.rows)
    return plural(
        "only “{words}”: {number} line · F",
        "only “{words}”: {number} lines · F",
        shown,
        words=viewed.filter_words,
    )


def state_words(log: Looked) -> list[str]:
    """Return all that is to be said of how one looks at the log, the most pressing first."""
    return [words for words in (found_words(log), filter_words(log), follow_words(log)) if words]
