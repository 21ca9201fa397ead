"""Which servers have offered STARTTLS since this process began: where it is missing later, it was removed."""

from smtptui.session.target import Target


class TlsOffers:
    """Remembers servers by host and port; from any thread."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, int, str]] = set()

    def add(self, target: Target) -> None:
        """Remember that a server offered STARTTLS."""
        self._seen.add((target.host.lower(), target.port, target.path))

    def __contains__(self, target: Target) -> bool:
        return (target.host.lower(), target.port, target.path) in self._seen


OFFERS = TlsOffers()
"""Those of this process."""
