"""What the programme's codes are called: kinds of activity [S:675-677], and what a place is arranged for. The codes are
those of the rounds' lists, so that a funded activity is shown without retyping."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

ACTIVITY_TYPES: Mapping[str, Any] = {
    "reuse": _l("Ombruk"),
    "used_sale": _l("Bruktsalg"),
    "redesign": _l("Redesign"),
    "repair": _l("Reparasjon"),
    "lending": _l("Utlån"),
    "sharing": _l("Deling"),
    "rental": _l("Leie"),
    "leasing": _l("Leasing"),
    "swap": _l("Bytte"),
    "course": _l("Kurs"),
    "talk": _l("Foredrag eller debatt"),
    "give_away": _l("Gi-bort-marked"),
    "workshop": _l("Verksted"),
    "exhibition": _l("Utstilling"),
    "food_waste": _l("Matsvinn"),
    "outreach": _l("Formidling"),
    "digital": _l("Digital kampanje"),
}

ACCESSIBILITY: Mapping[str, Any] = {
    "step_free": _l("Trinnfri inngang"),
    "toilet": _l("HC-toalett"),
    "hearing_loop": _l("Teleslynge"),
    "sign_language": _l("Tegnspråktolk"),
    "quiet_room": _l("Stillerom"),
    "captions": _l("Teksting"),
    "interpreter": _l("Tolk"),
}

ICONS: Mapping[str, str] = {
    "step_free": "wheelchair-ramp",
    "toilet": "handicap",
    "hearing_loop": "audioguide",
    "sign_language": "holding-hands",
    "quiet_room": "sound-off",
    "captions": "message",
    "interpreter": "two-people-talking",
}
"""The symbol beside each word of ACCESSIBILITY; decorative, since the word says the same."""

PLAIN_ICON = "accessibility"

SIGNUP: Mapping[str, Any] = {
    "drop_in": _l("Trengs ikke, bare kom"),
    "sign_up": _l("Ja, meld deg på"),
    "both": _l("Meld deg på, eller bare kom"),
}


@dataclass(frozen=True)
class Words:
    """What codes are called: as the newest round says, else as here. A code with no word is not shown."""

    types: Mapping[str, str]
    access: Mapping[str, str]

    def types_of(self, codes: Iterable[str]) -> list[str]:
        """In the order given."""
        return [self.types[code] for code in codes if code in self.types]

    def access_of(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        """(icon, word) of each."""
        return [(ICONS.get(code, PLAIN_ICON), self.access[code]) for code in codes if code in self.access]


def words(types: Mapping[str, str], access: Mapping[str, str]) -> Words:
    """`types`, `access`: what a round calls them."""
    return Words({**_written(ACTIVITY_TYPES), **types}, {**_written(ACCESSIBILITY), **access})


def _written(texts: Mapping[str, Any]) -> dict[str, str]:
    return {code: str(text) for code, text in texts.items()}
