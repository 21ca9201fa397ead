"""What a reply means: facts, articles, and the pure functions that search, compare and explain them."""

import os

ROOT = os.path.dirname(__file__)
"""The folder that holds ``facts/`` and ``articles/``."""
