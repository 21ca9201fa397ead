"""How one looks at one session: the cursor, what is filtered and sought, what is marked, where one is."""

from smtptui.tui.widgets.heights import Heights
from smtptui.watching.filtering import filter_of, holds
from smtptui.watching.fold import Fold
from smtptui.watching.matches import Matches
from smtptui.watching.rows import Row, index_in


class Viewed:
    """The view of one session; kept while another one is looked at."""

    def __init__(self, fold: Fold) -> None:
        self.fold = fold
        self.cursor: Row | None = None
        """The row the cursor stands on; it may have been forgotten meanwhile."""
        self.follow = True
        self.paused_at = 0
        """The number of the newest row when following was paused."""
        self.anchor: tuple[Row, int] | None = None
        """The row at the upper edge, and which of its lines."""
        self.marked: set[Row] = set()
        self.heights = Heights()
        self.width = 0
        """That which the heights are of."""
        self.filter_words = ""
        self.filtered: Matches | None = None
        self.sought = ""
        self.found: Matches | None = None

    @property
    def rows(self) -> list[Row]:
        """The rows that are shown: all that are kept, or those that the filter lets through."""
        return self.fold.rows if self.filtered is None else self.filtered.rows

    def index_of(self, row: Row) -> int | None:
        """Return where a row is among those that are shown, or None."""
        return index_in(self.rows, row)

    @property
    def newer(self) -> int:
        """How many rows came since following was paused."""
        rows = self.fold.rows
        return max(0, rows[-1].number - self.paused_at) if rows and not self.follow else 0

    def advance(self) -> bool:
        """Look a stretch further for what is filtered and sought; return whether there is more."""
        more = self.filtered.advance() if self.filtered is not None else False
        return (self.found.advance() if self.found is not None else False) or more

    def unfold(self, row: Row) -> None:
        """Show the lines of a folded row under it, or hide them again."""
        self.fold.unfold(row)
        if self.filtered is not None:
            self.filtered.unfold(row)
        for each in row.folded:
            self.heights.set(each, 1)

    def filter(self, words: str) -> None:
        """Show only rows that `words` let through; all again without any."""
        self.filter_words = words
        self.heights.clear()
        if words.strip():
            # Nothing here may refer to what refers to it: see `smtptui.watching.retention.settle`.
            wanted, marked = filter_of(words), self.marked
            self.filtered = Matches(self.fold, lambda row: wanted.lets(row, marked))
        else:
            self.filtered = None
        self.search(self.sought)

    def search(self, words: str) -> None:
        """Look for words in what is shown; for nothing any more without any."""
        sought = words.casefold()
        self.sought = sought
        if not sought:
            self.found = None
            return
        wanted, marked = filter_of(self.filter_words), self.marked
        self.found = Matches(self.fold, lambda row: holds(row, sought) and wanted.lets(row, marked))

    def remark(self) -> None:
        """Learn that a mark came or went: what is filtered by marks is looked through again."""
        if filter_of(self.filter_words).marked:
            self.filter(self.filter_words)
