"""The sides of the live pane, and their names."""

from enum import StrEnum

from smtptui.words import _, mark


class Side(StrEnum):
    """What the live pane shows."""

    REPLY = "reply"
    OFFERS = "offers"
    TLS = "tls"
    DIALOGUE = "dialogue"
    STAGES = "stages"

    @property
    def words(self) -> str:
        """Its name, as the frame has it."""
        return _(_NAMES[self])


_NAMES = {
    Side.REPLY: mark("Reply"),
    Side.OFFERS: mark("Offers"),
    Side.TLS: "TLS",
    Side.DIALOGUE: mark("Dialogue"),
    Side.STAGES: mark("Stages"),
}
