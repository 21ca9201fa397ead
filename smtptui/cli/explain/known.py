"""What was said by hand of every reply."""

from typing import Any

from smtptui.text import visible


def known(command: str | None, server: str | None, *, tls: bool | None) -> dict[str, Any]:
    """Return it as fields of the replies' evidence; what was not said is not among them."""
    fields: dict[str, Any] = {}
    if command:
        verb = command.split(maxsplit=1)[0].upper() if command.strip() else ""
        fields |= {"command": verb, "command_line": visible(command) if " " in command.strip() else ""}
    if server:
        fields["server"] = visible(server)
    if tls is not None:
        fields["tls"] = tls
    return fields
