"""A filename from somebody else's machine, made harmless. It is only ever shown, never used as a path."""

import re
import unicodedata

LENGTH = 120
UNNAMED = "vedlegg"
EXTENSION = re.compile(r"[A-Za-z][A-Za-z0-9]{0,5}")


def clean(filename: str) -> str:
    """The last part of the path, without control and direction characters, at most 120 characters."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in unicodedata.normalize("NFC", last) if unicodedata.category(char)[0] != "C")
    name = " ".join(shown.split()).strip(". ") or UNNAMED
    if len(name) <= LENGTH:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 8:
        return name[:LENGTH]
    return f"{stem[: LENGTH - len(extension) - 1].rstrip()}.{extension}"


def extension(filename: str) -> str:
    """«Plakat.PDF» → «pdf»; empty when the name has none («Budsjett nr. 2»)."""
    stem, _dot, last = filename.rpartition(".")
    return last.lower() if stem and EXTENSION.fullmatch(last) else ""
