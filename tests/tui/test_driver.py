import os
import sys

import pytest

from tests.terminal import running


@pytest.mark.parametrize(
    ("octets", "shown"),
    [
        (b"/M\xfcller\xce\xff", "M\ufffdller"),
        (b"/Mue\x1b[:ulle", "ulle"),
        (b"/Mue\x1b[1;1;99999999ulle", "ulle"),
    ],
    ids=["not UTF-8", "no key sequence", "no character"],
)
def test_octets_that_no_terminal_should_send_do_no_harm(octets: bytes, shown: str) -> None:
    with running([sys.executable, "-m", "smtptui"]) as terminal:
        terminal.until("palette")
        os.write(terminal._descriptor, octets)
        terminal.until(shown)
        terminal.send("\x11")
        assert terminal.until_end() == 0
