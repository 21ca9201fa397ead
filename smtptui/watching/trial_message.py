"""A short message to try a server with (RFC 5322)."""

import secrets
from datetime import datetime


def trial_message(
    sender: str, recipient: str, subject: str, body: str, now: datetime, *, eight_bit: bool, utf8: bool
) -> bytes:
    """Return a message with CRLF line ends; `now` is aware of its zone.

    With `eight_bit` the server takes 8-bit bodies, with `utf8` headers in UTF-8; else both are encoded.
    Responders leave it alone (RFC 3834 §5). Raises ValueError for what no header can hold.
    """
    # Imported with the first message: it takes longer than the rest of a session's first second.
    from email.message import EmailMessage
    from email.policy import SMTP, SMTPUTF8
    from email.utils import format_datetime

    policy = (SMTPUTF8 if utf8 else SMTP).clone(cte_type="8bit" if eight_bit else "7bit")
    message = EmailMessage(policy=policy)
    message["From"] = sender or "smtptui@invalid"
    message["To"] = recipient
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(now)
    domain = sender.rpartition("@")[2]
    message["Message-ID"] = (
        f"<{secrets.token_hex(8)}.smtptui@{domain if domain.isascii() and domain else 'invalid'}>"
    )
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body if body.endswith("\n") else f"{body}\n")
    return message.as_bytes()
