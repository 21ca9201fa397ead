"""The demo servers that run: each begins with its first use, and all end together."""

from threading import Lock

from smtptui.demo.scripts import STANDARD
from smtptui.demo.server import DemoServer


class RunningDemos:
    """Demo servers by the ids of their scripts; may be asked from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._servers: dict[str, DemoServer] = {}

    def port_of(self, id: str = STANDARD) -> int:
        """Return the port of a server, started if it does not run yet; raise OSError where it cannot be."""
        with self._lock:
            if id not in self._servers:
                script = None
                if id != STANDARD:
                    # Imported for a server that is chosen: the standard one needs no facts.
                    from smtptui.demo.menu import find_script

                    script = find_script(id)
                    if script is None:
                        raise FileNotFoundError(2, f"demo:{id}")
                server = DemoServer(script)
                server.start()
                self._servers[id] = server
            return self._servers[id].port

    def stop(self) -> None:
        """End them all."""
        with self._lock:
            servers, self._servers = self._servers, {}
        for server in servers.values():
            server.stop()
