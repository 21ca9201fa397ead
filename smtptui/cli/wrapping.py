"""Breaking text into lines."""

TYPE_CHECKING = False
if TYPE_CHECKING:  # imports nothing, for the sake of `smtptui.cli.one_code`
    from collections.abc import Iterator


def wrapped(text: str, width: int) -> "Iterator[str]":
    """Yield a text as lines of at most `width` characters, broken at spaces where there are any."""
    while len(text) > width:
        space = text.rfind(" ", width // 2, width + 1)
        cut = space if space > 0 else width
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def width_of(out: object) -> int:
    """Return the columns to write in: the terminal's, at most 100, and 80 where there is none."""
    import os

    try:
        return max(40, min(os.get_terminal_size(out.fileno()).columns, 100))  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return 80
