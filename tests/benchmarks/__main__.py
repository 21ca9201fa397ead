"""``python -m tests.benchmarks``: the parser against smtplib and aiosmtplib, then the panel under load.

First paint needs an installed copy and is run by itself (see `first_paint`).
"""

from tests.benchmarks import panel, wire_parser

ROUNDS = 11

wire_parser.compare(ROUNDS)
wire_parser.double(ROUNDS)
wire_parser.endless_line()
panel.main([10_000, 100_000])
