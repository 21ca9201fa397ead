"""``--record FILE``: the file that sessions are recorded to."""

from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.words import _, mark
from smtptui.words.failures import why_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from smtptui.recording.recorder import RecordingFile

RECORD = Option(
    ("--record",), mark("Record the session to this file; 'smtptui replay' shows it again."), "FILE"
)
RECORD_MESSAGES = Option(
    ("--record-messages",), mark("… with the messages that are sent, which otherwise are only counted.")
)


def recording_file(
    given: Arguments, on_failure: "Callable[[str], None] | None" = None
) -> "RecordingFile | None":
    """Return the file that ``--record`` names, open to be written; raise UsageError where it cannot be.

    What it holds already stays, if that is a recording. `on_failure` hears, once and on any thread, why
    nothing more can be written, in the system's words.
    """
    name = given.value("--record")
    if name is None:
        return None
    from smtptui import __version__
    from smtptui.recording.header import RecordingError
    from smtptui.recording.recorder import RecordingFile

    try:
        return RecordingFile(name, program=f"smtptui {__version__}", on_failure=on_failure)
    except RecordingError as error:
        why = str(error)
    except (OSError, ValueError) as error:
        why = why_of(error)
    raise UsageError(_("{option}: {file!r}: {why}", option="--record", file=name, why=why))
