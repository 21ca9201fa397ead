"""A test authority that sessions trust."""

from pathlib import Path

import pytest
import trustme

from tests.session.openssl_authority import OpensslAuthority


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Return an authority for certificates."""
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its certificate as a file for ``--ca``."""
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(file)
    return file


@pytest.fixture
def openssl(tmp_path: Path) -> OpensslAuthority:
    """Return an authority of the `openssl` command's; skip where there is none."""
    return OpensslAuthority(tmp_path / "authority")
