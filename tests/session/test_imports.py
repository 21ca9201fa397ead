"""What the first session costs to import."""

import subprocess
import sys


def test_the_rarely_used_is_not_imported_with_a_session() -> None:
    rare = ("aiosmtpd", "dns", "cryptography", "scramp", "idna", "textual", "rich", "click")
    code = (
        "import sys, smtptui.session.session, smtptui.demo.server, smtptui.session.scram\n"
        f"print([name for name in {rare} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_session_in_the_background_imports_the_network_only_as_it_starts() -> None:
    network = ("anyio", "dns", "cryptography", "smtptui.session.session", "smtptui.demo.server")
    code = (
        "import sys\n"
        "from smtptui.session.background import BackgroundSession\n"
        "from smtptui.session.target import parse_target\n"
        "BackgroundSession(parse_target('127.0.0.1:25'), wake=print)\n"
        f"print([name for name in {network} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
