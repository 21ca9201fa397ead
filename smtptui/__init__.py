"""Look up any SMTP reply, compare any two, and watch a live session, in a terminal."""

__version__ = "0.1.0"
