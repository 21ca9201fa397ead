"""``smtptui config``: where the settings are, what they are, and a file to begin with."""

from smtptui.cli.arguments import Arguments, Option
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.text import visible
from smtptui.words import _, mark


def _config(given: Arguments, environment: Environment) -> int:
    from smtptui.settings.documented import example, schema

    out = environment.stdout
    if given.has("--schema"):
        out.json(schema(), indent=2)
    elif given.has("--example"):
        out.lines(example())
    else:
        _check(environment)
        _show(environment)
    return ExitStatus.OK


def _check(environment: Environment) -> None:
    """Raise ConfigError for what only a session or the explorer would find wrong, as they do."""
    config = environment.config
    if config is None:
        return
    from smtptui.cli.connecting import configured

    configured(config)
    if not (config.theme or config.keys):
        return
    from smtptui.cli.explorer import app_as_set

    # Only the explorer itself can tell: it is made and not opened.
    app_as_set(config)


def _show(environment: Environment) -> None:
    """Write where the config is, and what is set in it, by the names that the file has."""
    from smtptui.settings.places import config_file
    from smtptui.settings.table import SETTINGS, Kind

    out, config = environment.stdout, environment.config
    if config is None or config.source is None:
        file = config_file(environment.variables)
        out.paragraph(
            _(
                "{file}: there is none; 'smtptui config --example' prints one to begin with",
                file=visible(file),
            )
        )
        return
    out.line(visible(config.source.file))
    for setting in SETTINGS:
        if setting.kind is Kind.SECONDS:
            value = config.timeouts.get(setting.name.replace("-", "_"))
            rows = [] if value is None else [(setting.path, f"{value:g}")]
        elif setting.kind in (Kind.KEYS, Kind.NOTES):
            rows = [(f"{setting.path}.{name}", text) for name, text in getattr(config, setting.name).items()]
        else:
            rows = [(setting.path, text)] if (text := getattr(config, setting.name)) else []
        for name, text in rows:
            out.paragraph(visible(f"{name} = {text}"), indent="  ", hanging="      ")


COMMAND = Command(
    "config",
    "",
    mark("Show where the settings are read from, and what is set."),
    (
        mark(
            "Settings are a TOML file: that of --config, or that SMTPTUI_CONFIG names, or config.toml in the "
            "platform's folder. What is wrong in it is named with its line, and nothing else is done."
        ),
    ),
    (
        Option(("--example",), mark("Print a file with every setting as a comment.")),
        Option(("--schema",), mark("Print the JSON schema that editors check the file by.")),
    ),
    _config,
    most=0,
    examples=(
        "smtptui config",
        "mkdir -p ~/.config/smtptui && smtptui config --example > ~/.config/smtptui/config.toml",
        "smtptui --config other.toml config",
    ),
)
