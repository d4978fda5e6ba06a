"""Which things an activity is asked to count, by what kind of activity it is, and where its posts and posters were seen
(domain.md 2.5: outcomes and reach). Codes are kept; the words may change."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

OUTCOMES: dict[str, str] = {
    "repaired": _l("Ting reparert"),
    "swapped": _l("Ting byttet"),
    "given_away": _l("Ting gitt bort"),
    "lent": _l("Ting lånt ut"),
    "food_kg": _l("Mat reddet, i kilo"),
}

BY_ACTIVITY_TYPE: dict[str, tuple[str, ...]] = {
    "repair": ("repaired",),
    "redesign": ("repaired",),
    "workshop": ("repaired",),
    "swap": ("swapped",),
    "reuse": ("swapped", "given_away"),
    "give_away": ("given_away",),
    "sharing": ("lent", "given_away"),
    "lending": ("lent",),
    "rental": ("lent",),
    "leasing": ("lent",),
    "food_waste": ("food_kg",),
}
"""The kinds that are not here (a talk, a course, an exhibition) are asked of no things."""

CHANNELS: dict[str, str] = {
    "facebook": _l("Facebook"),
    "instagram": _l("Instagram"),
    "web": _l("Nettsider og nyhetsbrev"),
    "posters": _l("Plakater"),
    "other": _l("Andre steder"),
}
"""Kept apart from each other and from the visitors: they count different things [S:584-588]."""


def asked(activity_types: Iterable[str]) -> list[str]:
    """The codes of OUTCOMES that these kinds of activity are asked about, in the order of OUTCOMES."""
    relevant = {code for kind in activity_types for code in BY_ACTIVITY_TYPE.get(kind, ())}
    return [code for code in OUTCOMES if code in relevant]
