"""The test authority that sessions trust."""

from tests.session.conftest import authority, ca_file

__all__ = ["authority", "ca_file"]
