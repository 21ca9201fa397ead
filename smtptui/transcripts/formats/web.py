"""Signs that a number is an answer of another protocol: HTTP's 504 is a gateway's, FTP's 550 a file's."""

import re

_HTTP = re.compile(
    r"\bhttps?(?:/\d|[ _-]+(?:errors?|status|code|response|server|request failed|[2-5]\d\d)\b|\w*(?:error"
    r"|exception)\b)"
    r"|\b(?:bad gateway|gateway time-?out|nginx|upstream|axios\w*|WebException"
    r"|remote server returned an error: \(|restclient|urllib\d?"
    r"|requests\.exceptions|feign\w*)\b"
    r"|\b(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS) (?:/|https?:)|\" [2-5]\d\d (?:\d+|-)(?: |$)"
    r"|request failed with status code|\bresponded with (?:a )?status\b"
    r"|\bstatus ?code[: ]+\d{3}.{0,40}https?:",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:SIP|RTSP|ICAP|MSRP)/\d|\b(?:RETR|STOR|PASV|EPSV|NLST|CWD|APPE|NEWNEWS|XOVER)\b(?! ?=)"
    r"|\b(?:s?l?ftp\w*|ncftp|wget|nntp|SQLSTATE|INSERT INTO|VALUES \(|ORA-\d+|mysql\w*|psql|jdbc|imap|pop3?"
    r"|ldap\w*|redis"
    r"|sip)\b(?!\.[a-z])"
    r"|\b(?:exit(?:ed)?(?: with)?|return) (?:code|status)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:500 Internal Server Error|501 Not Implemented|502 Bad Gateway|503 Service Unavailable"
    r"|504 Gateway Time-?out"
    r"|505 HTTP Version|507 Insufficient Storage|508 Loop Detected|511 Network Auth|400 Bad Request"
    r"|401 Unauthori[sz]ed"
    r"|402 Payment|403 Forbidden|404 Not Found|405 Method Not|406 Not Acc|407 Proxy|408 Request Time"
    r"|409 Conflict|410 Gone"
    r"|411 Length|412 Precond|413 (?:Payload|Request)|414 (?:URI|Request)|415 Unsupp|416 R|417 Expect"
    r"|418 I'm|42\d \w+ "
    r"(?:Entity|Requests|Content|Required)|451 Unavailable For Legal|200 OK|201 Created|202 Accepted"
    r"|204 No Content"
    r"|206 Partial|30[1278] (?:Moved|Found|Temporary|Permanent)|304 Not Mod)",
)
_STEMS = (
    "http", "gateway", "nginx", "upstream", "axios", "restclient", "urllib", "requests", "feign",
    "request failed", "webexception", "returned an error", "responded", "get ", "post ", "put ", "head ",
    "delete ", "patch ", "options ", '" 2', '" 3', '" 4', '" 5', "sip", "rtsp", "icap", "msrp", "retr",
    "stor", "pasv", "epsv", "nlst", "cwd", "appe", "xover", "newnews", "ftp", "wget", "nntp", "sql", "ora-",
    "insert into", "values", "jdbc", "imap", "pop", "ldap", "redis", "exit", "return", "status code",
    "statuscode",
)  # fmt: skip
"""Pieces of the above, each looked for quickly: most texts have none."""

URL = re.compile(r"\b(?:https?|ftp|wss?|sips?)://\S*", re.IGNORECASE)
"""Before a number it makes that an answer of HTTP; after it, it is a server's page of help."""

_MAIL = re.compile(r"\be?smtps?\b|\bsmtp", re.IGNORECASE)


def is_other_protocol(text: str) -> bool:
    """Return whether the numbers in a text are those of HTTP, of FTP, or of what else is not SMTP."""
    lowered = text.lower()
    if any(sign in lowered for sign in _STEMS) and (_HTTP.search(text) or _OTHERS.search(text)):
        return True
    return _REASON.search(text.replace("(", "")) is not None and _MAIL.search(text) is None
