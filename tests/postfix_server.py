"""A Postfix of our own on loopback, with its own configuration, queue and data directory."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HOSTNAME = "mx.example"

_START_LIMIT = 20.0

_MAIN = {
    "compatibility_level": "3.6",
    "myhostname": HOSTNAME,
    "mydestination": "local.example",
    "local_recipient_maps": "",
    "local_transport": "discard:",
    "default_transport": "discard:",
    "relay_transport": "discard:",
    "inet_interfaces": "loopback-only",
    "inet_protocols": "all",
    "mynetworks": "127.0.0.0/8 [::1]/128",
    "alias_maps": "",
    "alias_database": "",
    "biff": "no",
    "disable_dns_lookups": "yes",
    "smtpd_peername_lookup": "no",
    "smtpd_helo_required": "yes",
    "smtpd_delay_reject": "no",
    "smtpd_helo_restrictions": "reject_non_fqdn_helo_hostname",
    "smtpd_sender_restrictions": "reject_non_fqdn_sender",
    "smtpd_recipient_restrictions": "reject_non_fqdn_recipient, permit_mynetworks, reject",
    "smtpd_tls_security_level": "none",
    "smtpd_client_connection_count_limit": "0",
    "multi_instance_enable": "no",
}

_SERVICES = """\
pickup    unix  n  -  n  60     1  pickup
cleanup   unix  n  -  n  -      0  cleanup
qmgr      unix  n  -  n  300    1  qmgr
tlsmgr    unix  -  -  n  1000?  1  tlsmgr
rewrite   unix  -  -  n  -      -  trivial-rewrite
bounce    unix  -  -  n  -      0  bounce
defer     unix  -  -  n  -      0  bounce
trace     unix  -  -  n  -      0  bounce
verify    unix  -  -  n  -      1  verify
flush     unix  n  -  n  1000?  0  flush
proxymap  unix  -  -  n  -      -  proxymap
smtp      unix  -  -  n  -      -  smtp
relay     unix  -  -  n  -      -  smtp
showq     unix  n  -  n  -      -  showq
error     unix  -  -  n  -      -  error
retry     unix  -  -  n  -      -  error
discard   unix  -  -  n  -      -  discard
local     unix  -  n  n  -      -  local
lmtp      unix  -  -  n  -      -  lmtp
anvil     unix  -  -  n  -      1  anvil
scache    unix  -  -  n  -      1  scache
postlog   unix-dgram n - n  -      1  postlogd
dnsblog   unix  -  -  n  -      0  dnsblog
tlsproxy  unix  -  -  n  -      0  tlsproxy
"""

_SMTPD = "127.0.0.1:{port} inet n - n - - smtpd\n"
_POSTSCREEN = "127.0.0.1:{port} inet n - n - 1 postscreen\nsmtpd pass - - n - - smtpd\n"


class PostfixUnavailable(Exception):  # noqa: N818, it is a circumstance
    """Postfix cannot be started here; the message says why."""


class PostfixServer(NamedTuple):
    """A running Postfix: its port on 127.0.0.1, its configuration directory and its log."""

    port: int
    config: Path
    log: Path


@contextmanager
def running_postfix(
    tmp_path: Path,
    *,
    extra: Mapping[str, str] | None = None,
    users: Mapping[str, str] | None = None,
    mechanisms: str = "PLAIN LOGIN",
    postscreen: bool = False,
) -> Iterator[PostfixServer]:
    """Start Postfix with `extra` settings on a free port; stop it at the end. Its log is in `tmp_path`.

    With `users` (name to password; the realm is HOSTNAME) it offers AUTH with `mechanisms` by Cyrus SASL.
    Raises PostfixUnavailable where it is not installed or may not be started.
    """
    postfix = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if postfix is None:
        raise PostfixUnavailable("postfix is not installed")
    if os.geteuid() != 0:
        raise PostfixUnavailable("only root can start postfix")
    # Not under `tmp_path`: pytest keeps Postfix's own user out of there.
    with tempfile.TemporaryDirectory(prefix="postfix-", ignore_cleanup_errors=True) as home:
        directory = Path(home)
        directory.chmod(0o711)
        config, queue, data = directory / "config", directory / "queue", directory / "data"
        for inner in (config, queue, data):
            inner.mkdir()
        shutil.chown(data, user="postfix")
        port, log = _free_port(), tmp_path / "maillog"
        settings = {
            **_MAIN,
            "queue_directory": str(queue),
            "data_directory": str(data),
            "maillog_file": str(log),
            "maillog_file_prefixes": str(tmp_path),
            **(_password_file(config / "sasl", users, mechanisms) if users else {}),
            **(extra or {}),
        }
        (config / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
        front = _POSTSCREEN if postscreen else _SMTPD
        (config / "master.cf").write_text(front.format(port=port) + _SERVICES)
        started = _postfix(postfix, config, "start")
        if started.returncode:
            raise PostfixUnavailable(f"postfix start failed: {started.stderr or _tail(log)}")
        try:
            _await_listening(port, log)
            yield PostfixServer(port, config, log)
        finally:
            _postfix(postfix, config, "stop")


def _password_file(directory: Path, users: Mapping[str, str], mechanisms: str) -> dict[str, str]:
    """Write the users into a password file of Cyrus SASL's, and return what Postfix has to know of it."""
    database = directory / "sasldb2"
    program = shutil.which("saslpasswd2", path="/usr/sbin:/usr/bin")
    if program is None:
        raise PostfixUnavailable("saslpasswd2 is not installed")
    # Postfix as Debian builds it looks for Cyrus SASL's settings here, whatever its own settings say.
    directory.mkdir()
    for name, password in users.items():
        subprocess.run(
            [program, "-p", "-c", "-f", str(database), "-u", HOSTNAME, name],
            input=password.encode(),
            check=True,
            timeout=30,
        )
    database.chmod(0o644)
    lines = ("pwcheck_method: auxprop", "auxprop_plugin: sasldb", f"mech_list: {mechanisms}")
    (directory / "smtpd.conf").write_text("\n".join((*lines, f"sasldb_path: {database}", "")))
    return {
        "smtpd_sasl_auth_enable": "yes",
        "smtpd_sasl_path": "smtpd",
        "cyrus_sasl_config_path": str(directory),
    }


def _postfix(postfix: str, config: Path, verb: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MAIL_CONFIG": str(config)}
    return subprocess.run(
        [postfix, "-c", str(config), verb],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=60,
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _await_listening(port: int, log: Path) -> None:
    limit = time.monotonic() + _START_LIMIT
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > limit:
                raise PostfixUnavailable(f"nothing listens on port {port}: {_tail(log)}") from None
            time.sleep(0.02)
        else:
            return


def _tail(log: Path) -> str:
    return log.read_text()[-2000:] if log.exists() else "no log"
