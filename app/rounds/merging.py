"""Merge fields: «{{aktivitet}}» in a reusable text becomes the name of the activity when the text is put to use."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

FIELDS: dict[str, str] = {
    "aktivitet": _l("navnet på aktiviteten"),
    "soker": _l("navnet på søkeren"),
    "saksnr": _l("saksnummeret"),
    "sokt": _l("beløpet det er søkt om"),
    "tak": _l("det meste én aktivitet kan få"),
    "runde": _l("navnet på runden"),
}
"""Every field and what it becomes."""

FIELD = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)


def merge(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in. A field without a value stays, for a person to see."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def unknown(text: str) -> list[str]:
    """The fields in this text that do not exist, as they are written."""
    return [found[1] for found in FIELD.finditer(text) if found[1] not in FIELDS]


def unfilled(text: str | None) -> str | None:
    """The first thing in a finished text that looks like a field, or None."""
    found = FIELD.search(text or "")
    return found[0] if found else None
