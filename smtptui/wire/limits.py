"""How much of what a peer sends is kept, and how long what we send may be."""

LINE_KEPT = 64 * 1024
"""Octets kept of one received line, five times the longest AUTH challenge; the rest is counted."""

PARTIAL_SHOWN = 1024
"""Octets of an unfinished line that are shown while it comes; bounds what one more octet costs."""

REPLY_LINE = 512
"""Octets of a reply line with its line end (RFC 5321 §4.5.3.1.5)."""

COMMAND_LINE = 512
"""Octets of a command line with its line end (RFC 5321 §4.5.3.1.4)."""

AUTH_LINE = 12288
"""Octets of a challenge or a response with its line end (RFC 4954 §4)."""

REPLY_LINES = 4096
"""Lines of one reply; a longer one is closed as truncated. No server's EHLO or HELP comes near it."""

REPLY_OCTETS = 1024 * 1024
"""Octets kept of one reply; a longer one is closed as truncated."""

HELD_OCTETS = 16 * 1024 * 1024
"""Octets of a client that are held while the reply that says what they are is outstanding."""

UNANSWERED = 65536
"""Commands without a reply, more than any client pipelines; beyond them nothing is paired any more."""

KEYWORDS = 1024
"""EHLO keywords kept; some fifty are known."""

CHALLENGES = 8
"""Challenges answered in one AUTH exchange; the longest known mechanism needs four."""

LINE_GROWTH = {
    ("MAIL", "SIZE"): 26,  # RFC 1870 §3
    ("MAIL", "8BITMIME"): 17,  # RFC 6152 §2
    ("MAIL", "AUTH"): 500,  # RFC 4954 §3
    ("MAIL", "DSN"): 512,  # RFC 3461 §4: ENVID of 100 characters in xtext, and RET
    ("RCPT", "DSN"): 1036,  # RFC 3461 §4: ORCPT of 500 characters in xtext, and NOTIFY
    ("MAIL", "DELIVERBY"): 17,  # RFC 2852 §4
    ("MAIL", "BINARYMIME"): 16,  # RFC 3030 §3
    ("MAIL", "MTRK"): 40,  # RFC 3885 §3
    ("MAIL", "FUTURERELEASE"): 34,  # RFC 4865 §4
    ("MAIL", "SMTPUTF8"): 10,  # RFC 6531 §3.1
    ("VRFY", "SMTPUTF8"): 10,  # RFC 6531 §3.1
    ("EXPN", "SMTPUTF8"): 10,  # RFC 6531 §3.1
    ("MAIL", "MT-PRIORITY"): 15,  # RFC 6710 §3
    ("MAIL", "REQUIRETLS"): 11,  # RFC 8689 §2
    ("MAIL", "NO-SOLICITING"): 1007,  # RFC 3865 §2
    ("RCPT", "RRVS"): 33,  # RFC 7293 §5
}
"""Octets by which an offered extension lengthens a command line: (verb, keyword) to octets."""
