"""Look up any SMTP reply, compare any two, and watch a live session, in a terminal.

From Python: `explain`, `situation`, `replies` and `compare`; each is imported with its first use.
"""

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Difference",
    "Explanation",
    "Meaning",
    "Side",
    "UnknownCode",
    "__version__",
    "compare",
    "explain",
    "replies",
    "situation",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from smtptui.api.comparing import UnknownCode, compare
    from smtptui.api.explaining import explain, replies
    from smtptui.api.mapping import situation
    from smtptui.api.values import Comparison, Difference, Explanation, Meaning, Side

_MODULES = {
    "Comparison": "values",
    "Difference": "values",
    "Explanation": "values",
    "Meaning": "values",
    "Side": "values",
    "UnknownCode": "comparing",
    "compare": "comparing",
    "explain": "explaining",
    "replies": "explaining",
    "situation": "mapping",
}
"""Where each name stands, under `smtptui.api`."""


if not TYPE_CHECKING:  # a checker of types is to know which names there are

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value: object = getattr(import_module(f"smtptui.api.{_MODULES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
