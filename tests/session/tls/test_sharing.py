"""What sessions trust is found once for all that are held alike."""

import asyncio
import ssl

import pytest

from smtptui.session.options import Options
from smtptui.session.tls.policy import TlsSetupError, Trust
from smtptui.session.tls.sharing import SharedTrust


class Finding:
    """Finds trust when it is let to, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[Options] = []
        self.may = asyncio.Event()
        self.failure: Exception | None = None

    async def __call__(self, options: Options) -> Trust:
        self.asked.append(options)
        await self.may.wait()
        if self.failure is not None:
            raise self.failure
        return Trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


async def test_sessions_that_are_held_alike_share_a_context() -> None:
    finding = Finding()
    shared = SharedTrust(finding)
    finding.may.set()
    first, second = await asyncio.gather(shared(Options()), shared(Options()))
    assert first.context is second.context
    assert len(finding.asked) == 1


async def test_sessions_that_are_held_otherwise_do_not() -> None:
    finding = Finding()
    shared = SharedTrust(finding)
    finding.may.set()
    verified, inspected = await shared(Options()), await shared(Options(insecure=True))
    assert verified.context is not inspected.context


async def test_one_who_gives_up_does_not_take_it_from_the_others() -> None:
    finding = Finding()
    shared = SharedTrust(finding)
    gives_up, stays = asyncio.create_task(shared(Options())), asyncio.create_task(shared(Options()))
    await asyncio.sleep(0)
    gives_up.cancel()
    await asyncio.wait({gives_up})
    finding.may.set()
    assert (await stays).context is not None
    assert len(finding.asked) == 1


async def test_what_cannot_be_used_is_told_to_each() -> None:
    finding = Finding()
    shared = SharedTrust(finding)
    finding.failure = TlsSetupError("no such file")
    finding.may.set()
    for _session in range(2):
        with pytest.raises(TlsSetupError, match="no such file"):
            await shared(Options())
