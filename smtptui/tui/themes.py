"""Our themes: one colour for each class of reply, told apart by mark and words as well."""

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
    primary="#6bb3b3",
    secondary="#7fb0d0",
    accent="#6bb3b3",
    warning="#e0b060",
    error="#ec8fa1",
    success="#7fc08f",
    foreground="#d8dde0",
    background="#14181b",
    surface="#1a2024",
    panel="#222b31",
    variables={
        "reply-completion": "#6fbf9f",
        "reply-intermediate": "#73b3e0",
        "reply-transient": "#e0b060",
        "reply-permanent": "#ec8fa1",
        "greeting-background": "#1b3527",
        "not-implemented-background": "#40202a",
        "cursor-background": "#25414a",
        "cursor-blurred-background": "#1f2f36",
        "quiet": "#a3aeb4",
        "frame": "#3d484e",
        "frame-lit": "#6bb3b3",
        "text-disabled": "#a3aeb4",
        "footer-key-foreground": "#e0b060",
        "input-selection-background": "#6bb3b3 35%",
        "scrollbar": "#3d4b52",
        "scrollbar-hover": "#56676f",
        "scrollbar-active": "#6bb3b3",
        "scrollbar-background": "#14181b",
        "scrollbar-background-hover": "#14181b",
        "scrollbar-background-active": "#14181b",
    },
)

LIGHT = Theme(
    name="smtptui-light",
    dark=False,
    primary="#1c6868",
    secondary="#255b84",
    accent="#1c6868",
    warning="#7a4f00",
    error="#a0203a",
    success="#1a6244",
    foreground="#1d2326",
    background="#fbfbf8",
    surface="#f1f2ee",
    panel="#e3e7e6",
    variables={
        "reply-completion": "#1a6244",
        "reply-intermediate": "#1c588e",
        "reply-transient": "#7a4f00",
        "reply-permanent": "#a0203a",
        "greeting-background": "#d6eedd",
        "not-implemented-background": "#f9dbe0",
        "cursor-background": "#cbe2e2",
        "cursor-blurred-background": "#e6ecea",
        "quiet": "#566063",
        "frame": "#b9c2c1",
        "frame-lit": "#1c6868",
        "text-disabled": "#566063",
        "footer-key-foreground": "#7d5200",
        "input-selection-background": "#1c6868 30%",
        "scrollbar": "#c3cbca",
        "scrollbar-hover": "#9aa6a5",
        "scrollbar-active": "#1c6868",
        "scrollbar-background": "#fbfbf8",
        "scrollbar-background-hover": "#fbfbf8",
        "scrollbar-background-active": "#fbfbf8",
    },
)

HIGH_DARK = Theme(
    name="smtptui-high-dark",
    dark=True,
    primary="#40e0ff",
    secondary="#9fd4ff",
    accent="#40e0ff",
    warning="#ffd54a",
    error="#ff9aa8",
    success="#6df0a8",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#101010",
    variables={
        "reply-completion": "#6df0a8",
        "reply-intermediate": "#8fd0ff",
        "reply-transient": "#ffd54a",
        "reply-permanent": "#ff9aa8",
        "greeting-background": "#003a1c",
        "not-implemented-background": "#4a0014",
        "cursor-background": "#00435a",
        "cursor-blurred-background": "#262626",
        "quiet": "#d8d8d8",
        "frame": "#b0b0b0",
        "frame-lit": "#40e0ff",
        "text-disabled": "#d8d8d8",
        "footer-key-foreground": "#ffd54a",
        "input-selection-background": "#00435a",
        "scrollbar": "#b0b0b0",
        "scrollbar-hover": "#ffffff",
        "scrollbar-active": "#40e0ff",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
    },
)

HIGH_LIGHT = Theme(
    name="smtptui-high-light",
    dark=False,
    primary="#003e5c",
    secondary="#00336b",
    accent="#003e5c",
    warning="#5a3600",
    error="#7d0019",
    success="#00401f",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#f0f0f0",
    variables={
        "reply-completion": "#00401f",
        "reply-intermediate": "#003a73",
        "reply-transient": "#5a3600",
        "reply-permanent": "#7d0019",
        "greeting-background": "#c8f5d6",
        "not-implemented-background": "#ffd6dc",
        "cursor-background": "#b8e2ff",
        "cursor-blurred-background": "#e2e2e2",
        "quiet": "#303030",
        "frame": "#606060",
        "frame-lit": "#003e5c",
        "text-disabled": "#303030",
        "footer-key-foreground": "#5a3600",
        "input-selection-background": "#b8e2ff",
        "scrollbar": "#606060",
        "scrollbar-hover": "#000000",
        "scrollbar-active": "#003e5c",
        "scrollbar-background": "#ffffff",
        "scrollbar-background-hover": "#ffffff",
        "scrollbar-background-active": "#ffffff",
    },
)

ANSI = Theme(
    name="smtptui-ansi",
    ansi=True,
    dark=True,
    primary="ansi_cyan",
    secondary="ansi_cyan",
    accent="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "reply-completion": "ansi_green",
        "reply-intermediate": "ansi_blue",
        "reply-transient": "ansi_yellow",
        "reply-permanent": "ansi_red",
        "greeting-background": "ansi_default",
        "not-implemented-background": "ansi_default",
        "cursor-background": "ansi_default",
        "cursor-blurred-background": "ansi_default",
        "quiet": "ansi_default",
        "frame": "ansi_bright_black",
        "frame-lit": "ansi_cyan",
        "footer-key-foreground": "ansi_yellow",
        "border-blurred": "ansi_bright_black",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
        "input-cursor-text-style": "reverse",
        "block-cursor-text-style": "reverse",
        "scrollbar": "ansi_bright_black",
        "scrollbar-hover": "ansi_cyan",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
    },
)
"""The terminal's own sixteen colours: what is lit is drawn in reverse, which suits any ground."""

OWN = (DARK, LIGHT, HIGH_DARK, HIGH_LIGHT, ANSI)

_PAIRS = ((DARK, LIGHT), (HIGH_DARK, HIGH_LIGHT))


def opposite(name: str) -> str:
    """Return the light theme for a dark one of ours, and the other way round; empty for one without."""
    for dark, light in _PAIRS:
        if name in (dark.name, light.name):
            return light.name if name == dark.name else dark.name
    return ""


def class_style(code: str | int) -> str:
    """Return the style of a reply code's class, or that of muted text if it has none."""
    return CLASS_STYLE.get(str(code)[:1], "$quiet")


def class_mark(code: str | int) -> str:
    """Return the mark of a reply code's class, or ``?``."""
    return CLASS_MARK.get(str(code)[:1], "?")
