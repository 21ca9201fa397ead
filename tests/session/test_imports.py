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
