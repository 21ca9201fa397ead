"""SMTP as bytes: sans-IO, no clock of its own, the standard library only; no peer can make it raise."""
