"""One context for all sessions that are held alike: reading the authorities costs more than they do."""

import asyncio

from smtptui.session.options import Options
from smtptui.session.tls.policy import Trust, TrustFor, find_trust


class SharedTrust:
    """Finds what sessions trust once, with the first that asks; within one loop. May raise TlsSetupError."""

    def __init__(self, find: TrustFor = find_trust) -> None:
        self._find = find
        self._finding: dict[Options, asyncio.Future[Trust]] = {}

    async def __call__(self, options: Options) -> Trust:
        """Return what a session with these options trusts."""
        finding = self._finding.get(options)
        if finding is None:
            finding = self._finding[options] = asyncio.ensure_future(self._find(options))
        # Whoever gives up lets the others have it all the same.
        return await asyncio.shield(finding)
