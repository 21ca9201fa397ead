"""Signs that a number is an answer of HTTP, whose 504 is a gateway's."""

import re

HTTP = re.compile(
    r"\bHTTPS?(?:/\d|[ -]+(?:errors?|status|code|response|server|[2-5]\d\d)\b)"
    r"|\b(?:bad gateway|gateway time-?out|nginx|upstream)\b"
    r"|\b(?:GET|POST|PUT|HEAD|DELETE|PATCH) (?:/|https?:)|\" [2-5]\d\d \d+ ",
    re.IGNORECASE,
)
"""What only a line about HTTP has."""

URL = re.compile(r"https?://", re.IGNORECASE)
"""Before a number it makes that an answer of HTTP; after it, it is a server's page of help."""
