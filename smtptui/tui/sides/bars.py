"""A bar of eighths of a cell."""

EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(part: float, cells: int) -> str:
    """Return a bar of `part` (0 to 1) of so many cells; the least that is anything shows as an eighth."""
    eighths = round(max(0.0, min(1.0, part)) * cells * 8)
    if part > 0 and eighths == 0:
        eighths = 1
    whole, rest = divmod(eighths, 8)
    drawn = EIGHTHS[8] * whole + (EIGHTHS[rest] if rest else "")
    return drawn + " " * (cells - len(drawn))
