"""The page of a hostile session in a browser: it runs nothing, fetches nothing, and shows what was said."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from smtptui.watching.reports.html import page
from tests.tui.transcript import events
from tests.watching.reports.sessions import account

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium")


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """Serve anything on loopback; yield the port and what was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def dump(path: Path, folder: Path) -> str:
    """Open a page without a window, and return what it has become."""
    command = [
        *(str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *(f"--user-data-dir={folder}", "--virtual-time-budget=2000", "--dump-dom", path.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if not done.stdout:
        pytest.skip(f"Chromium does not run here: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout


def test_a_hostile_page_runs_nothing_and_fetches_nothing(tmp_path: Path) -> None:
    with listening() as (port, asked):
        away = f"http://127.0.0.1:{port}"
        lines = (
            f"220-<script>document.title='owned';fetch('{away}/script')</script>",
            f"220-<img src={away}/img onerror=\"document.title='owned'\">",
            f"220-<svg onload=\"location='{away}/svg'\"><iframe src={away}/frame></iframe>",
            f"220-\u202e</code></li></ol><link rel=stylesheet href={away}/css>",
            f"220-<meta http-equiv=refresh content='0;url={away}/meta'><style>@import '{away}/x'</style>",
            f"220 {'A' * 200_000}",
        )
        hostile = "".join(f"S: {line}\n" for line in lines)
        hostile += "C: HELO <b>bare</b>\nS: 504 5.5.2 &lt;b&gt; no\n"
        (tmp_path / "page.html").write_text("\n".join(page(account(events(hostile)))), "utf-8")
        shown = dump(tmp_path / "page.html", tmp_path / "profile")
    assert asked == []
    assert "<title>SMTP session: mx.example:25</title>" in shown
    assert "&lt;script&gt;" in shown
    assert "504 5.5.2 &amp;lt;b&amp;gt; no" in shown
    for element in ("<script", "<img", "<svg", "<iframe", "<link"):
        assert element not in shown


def test_the_browser_would_notice(tmp_path: Path) -> None:
    """What the test above holds must be able to fail."""
    with listening() as (port, asked):
        (tmp_path / "page.html").write_text(f"<title>x</title><img src=http://127.0.0.1:{port}/img>", "utf-8")
        dump(tmp_path / "page.html", tmp_path / "profile")
    assert asked == ["/img"]
