"""What one who follows a session reads: the newest reply or trouble, and what stands out for good."""

from smtptui.watching.rows import Highlight, Kind, Row

REFUSED_FROM = 400
"""From this code on a reply is a refusal."""


class Reading:
    """Keeps the rows that lead the eye. Tell it of every command, and of every row that is worth reading."""

    __slots__ = ("_commanded", "greeting", "newest", "not_implemented")

    def __init__(self) -> None:
        self.newest: Row | None = None
        """What to read now; a refusal stays until the next command."""
        self.greeting: Row | None = None
        self.not_implemented: Row | None = None
        """The last 504."""
        self._commanded = False
        """Whether a command was sent since `newest` came."""

    def commanded(self) -> None:
        """Learn that something was asked: what was read is answered for."""
        self._commanded = True

    def take(self, row: Row) -> None:
        """Let a reply or trouble be what is read, unless a refusal is to stay."""
        if row.highlight is not None:
            self.keep(row)
        code = row.code or 0
        newest = self.newest
        stays = newest is not None and not self._commanded and (newest.code or 0) >= REFUSED_FROM
        if not stays or code >= REFUSED_FROM:
            self.newest, self._commanded = row, False

    def keep(self, row: Row) -> None:
        """Keep a greeting, or the last 504, to be seen whatever comes after it."""
        if row.highlight is Highlight.GREETING:
            self.greeting = row
        elif row.highlight is Highlight.NOT_IMPLEMENTED:
            self.not_implemented = row

    @property
    def failed(self) -> bool:
        """Whether what is read now is trouble, which says more than that all is over."""
        return self.newest is not None and self.newest.kind is Kind.TROUBLE
