"""The one way from outside to a screen, a file or stdout: text that is safe to show."""

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
"""C0 controls and DEL as their control pictures (Unicode block U+2400)."""

_REPLACED_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
"""Controls (C1), formats (bidi, zero-width), private use, surrogates, unassigned, line separators."""

MAX_COMBINING = 4
"""Combining marks kept after one base character; a longer run draws over its neighbours."""


def visible(outside: bytes | str, *, keep_newlines: bool = False) -> str:
    """Return `outside` as text that no terminal, markup parser or log can take for an instruction.

    Octets that are not UTF-8 become ``\\xNN``, C0 controls and DEL their control pictures, every other
    control, bidi override, zero-width, private-use or unassigned character ``\\u{N}``. Combining marks are
    kept up to `MAX_COMBINING` in a row. With `keep_newlines` a line feed stays what it is. The result has
    no character that moves the cursor; square brackets are kept, because only `Content` may be given it.
    """
    text = outside.decode("utf-8", "backslashreplace") if isinstance(outside, bytes) else outside
    if text.isascii() and text.isprintable():
        return text
    # Imported where it is used: its tables take long to load, and most text is ASCII.
    from unicodedata import category as category_of

    shown: list[str] = []
    combining = 0
    for character in text:
        number = ord(character)
        if (number < 0x7F and number >= 0x20) or (character == "\n" and keep_newlines):
            combining = 0
            shown.append(character)
        elif number in _PICTURES:
            combining = 0
            shown.append(_PICTURES[number])
        elif (category := category_of(character)) in _REPLACED_CATEGORIES:
            combining = 0
            shown.append(f"\\u{{{number:x}}}")
        elif category in ("Mn", "Me"):
            combining += 1
            if combining <= MAX_COMBINING:
                shown.append(character)
        else:
            combining = 0
            shown.append(character)
    return "".join(shown)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, without their ends: CRLF, LF or CR, and nothing else.

    `str.splitlines` takes form feeds, U+0085 and U+2028 for ends too: lines would be torn, and counted as
    in no editor.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]
