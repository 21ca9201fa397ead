"""The two themes: one colour for each class of reply, told apart by mark and words as well."""

from textual.theme import Theme

CLASS_STYLE = {
    "2": "$reply-completion",
    "3": "$reply-intermediate",
    "4": "$reply-transient",
    "5": "$reply-permanent",
}
"""First digit of a reply code → theme variable."""

CLASS_MARK = {"2": "✓", "3": "…", "4": "↻", "5": "✗"}
"""First digit of a reply code → the mark that says the same as its colour."""

DARK = Theme(
    name="smtptui-dark",
    dark=True,
    primary="#5fa8a8",
    secondary="#7fb0d0",
    accent="#5fa8a8",
    warning="#d8a657",
    error="#d0708c",
    success="#7fb58a",
    foreground="#d8dde0",
    background="#14181b",
    surface="#1a2024",
    panel="#222b31",
    variables={
        "reply-completion": "#6fbf9f",
        "reply-intermediate": "#73b3e0",
        "reply-transient": "#e0b060",
        "reply-permanent": "#e58296",
        "greeting-background": "#1d3a2b",
        "not-implemented-background": "#45222c",
        "cursor-background": "#2c4a52",
        "quiet": "#8d999f",
        "frame": "#3d484e",
        "frame-lit": "#5fa8a8",
        "footer-key-foreground": "#e0b060",
        "input-selection-background": "#5fa8a8 35%",
    },
)

LIGHT = Theme(
    name="smtptui-light",
    dark=False,
    primary="#1f6f6f",
    secondary="#28618c",
    accent="#1f6f6f",
    warning="#8a5a00",
    error="#a8324f",
    success="#2f6f43",
    foreground="#1d2326",
    background="#fbfbf8",
    surface="#f1f2ee",
    panel="#e3e7e6",
    variables={
        "reply-completion": "#1d6b4a",
        "reply-intermediate": "#1f5f99",
        "reply-transient": "#8a5a00",
        "reply-permanent": "#a8243f",
        "greeting-background": "#d2ecd9",
        "not-implemented-background": "#f8d7dd",
        "cursor-background": "#c3dcdc",
        "quiet": "#5c666a",
        "frame": "#b9c2c1",
        "frame-lit": "#1f6f6f",
        "footer-key-foreground": "#8a5a00",
        "input-selection-background": "#1f6f6f 30%",
    },
)


def class_style(code: str | int) -> str:
    """Return the style of a reply code's class, or that of muted text if it has none."""
    return CLASS_STYLE.get(str(code)[:1], "$quiet")


def class_mark(code: str | int) -> str:
    """Return the mark of a reply code's class, or ``?``."""
    return CLASS_MARK.get(str(code)[:1], "?")
