"""The words, numbers and dates of a letter, in the letter's own language and without a web request:
letters are rendered by processes that have no app."""

import functools
from datetime import date, datetime

from babel.dates import format_date
from babel.support import NullTranslations, Translations

from app.clock import local
from app.config import ROOT
from app.formatting import HARD

COUNTS = ("null", "en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")


@functools.cache
def _translations(language: str) -> NullTranslations:
    return Translations.load(str(ROOT / "app" / "translations"), [language])


class Wording:
    """How one language writes. Numbers have a space that never breaks (the letter's font has no thin one)."""

    def __init__(self, language: str) -> None:
        self.language = language
        translations = _translations(language)
        self.gettext = translations.ugettext
        self.ngettext = translations.ungettext

    def number(self, value: int) -> str:
        """10000 → «10 000»."""
        return f"{value:,}".replace(",", HARD)

    def count(self, value: int) -> str:
        """Up to twelve in letters: 3 → «tre»."""
        return self.gettext(COUNTS[value]) if value < len(COUNTS) else self.number(value)

    def full_day(self, value: date | datetime) -> str:
        """«9. oktober 2026»."""
        return str(format_date(_day(value), f"d.{HARD}MMMM y", locale=self.language))

    def weekday(self, value: date | datetime) -> str:
        """«fredag 9. oktober 2026»."""
        return str(format_date(_day(value), f"EEEE d.{HARD}MMMM y", locale=self.language))

    def hour(self, value: datetime) -> str:
        """«12.00»."""
        return f"{local(value):%H.%M}"

    def moment(self, value: datetime) -> str:
        """«fredag 9. oktober 2026 kl. 12.00»."""
        return f"{self.weekday(value)} kl.{HARD}{self.hour(value)}"

    def exactly(self, value: datetime) -> str:
        """«20. september 2026 kl. 23.59.59»: where a second decides."""
        return f"{self.full_day(value)} kl.{HARD}{local(value):%H.%M.%S}"


def _day(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value
