"""The one place where the command line opens the screens."""

from typing import TYPE_CHECKING, Any

from smtptui.cli.exit_status import ExitStatus
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.cli.environment import Environment
    from smtptui.recording.recorder import RecordingFile
    from smtptui.session.options import Options
    from smtptui.session.target import Target
    from smtptui.settings.config import Config
    from smtptui.tui.app import SmtptuiApp
    from smtptui.watching.playing import Playing


def problem_with_terminal(environment: "Environment") -> str:
    """Return why screens cannot be drawn here, and what can be used instead; empty if they can."""
    if environment.variables.get("TEXTUAL_DRIVER"):
        # Textual draws somewhere else: in a browser, or nowhere.
        return ""
    if not (environment.input_is_terminal and environment.stdout.is_terminal):
        return _(
            "the explorer needs a terminal; 'smtptui explain', 'smtptui compare' and 'smtptui codes' "
            "need none"
        )
    if environment.variables.get("TERM", "") in ("", "dumb"):
        return _(
            "the explorer needs a terminal that can draw screens, and TERM names none; 'smtptui explain', "
            "'smtptui compare' and 'smtptui codes' need none"
        )
    return ""


def open_explorer(
    environment: "Environment",
    target: "Target | None" = None,
    options: "Options | None" = None,
    *,
    demo: str = "",
    playing: "Playing | None" = None,
    record_to: "RecordingFile | None" = None,
) -> int:
    """Open the explorer, and return the exit status.

    It is connected to `target`, or to the demo server of the id `demo`, or replays what `playing` says.
    Every session is recorded to `record_to`, if that is given.
    """
    if problem := problem_with_terminal(environment):
        environment.say(problem)
        return ExitStatus.USAGE
    import gc

    # Until everything stands, which settles it: nearly all that a start makes stays, and the collector would
    # look through it again and again.
    gc.disable()
    try:
        return _open(environment, target, options, demo=demo, playing=playing, record_to=record_to)
    finally:
        gc.enable()


def _open(
    environment: "Environment",
    target: "Target | None",
    options: "Options | None",
    *,
    demo: str,
    playing: "Playing | None",
    record_to: "RecordingFile | None",
) -> int:
    from smtptui.cli.connecting import configured
    from smtptui.settings.state import StateFile, default_state_path

    config = environment.config
    state = StateFile(default_state_path(environment.variables))
    if not (environment.language_named or (config and config.language)):
        environment.speak(state.state.language or environment.language)
    app = app_as_set(
        config,
        catalogue=environment.catalogue(),
        target=target,
        options=options or configured(config),
        demo=demo,
        playing=playing,
        record_to=record_to,
        state=state,
    )
    app.suit_terminal()
    app.run()
    if not app.return_code:
        environment.stdout.lines(app.farewell)
    # Textual's 1 is a defect; a status of its own tells it from "nothing found".
    return ExitStatus.DEFECT if app.return_code == 1 else app.return_code or ExitStatus.OK


def app_as_set(config: "Config | None", **given: Any) -> "SmtptuiApp":
    """Return the application with the theme, the keys and the TLS that are set; raise ConfigError."""
    # Textual is imported here and nowhere else, so that every other command starts without it.
    from smtptui.tui.app import SmtptuiApp
    from smtptui.tui.keymap import KeymapError

    if config is None:
        return SmtptuiApp(**given)
    try:
        app = SmtptuiApp(theme=config.theme, keys=config.keys, tls=config.tls, **given)
    except KeymapError as error:
        raise config.wrong(("keys", *error.id.split(".")), str(error)) from None
    if config.theme and config.theme not in app.available_themes:
        raise config.wrong(("theme",), _no_theme(config.theme, sorted(app.available_themes)))
    return app


def _no_theme(name: str, themes: list[str]) -> str:
    return _("there is no theme {name!r}; they are {themes}", name=name, themes=", ".join(themes))
