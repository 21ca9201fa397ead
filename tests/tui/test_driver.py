import os
import sys

from tests.terminal import running


def test_octets_that_are_not_utf8_are_a_key_like_any_other() -> None:
    with running([sys.executable, "-m", "smtptui"]) as terminal:
        terminal.until("palette")
        os.write(terminal._descriptor, b"/M\xfcller\xce\xff")
        terminal.until("M\ufffdller")
        terminal.send("\x11")
        assert terminal.until_end() == 0
