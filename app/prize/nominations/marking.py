"""What of the prize is kept from others who ask, and on what ground. Nominations, pictures, scores and the jury's
papers may be withheld until the prize is awarded, and of those who were considered and did not get it, also afterwards
(offentleglova § 26 second paragraph). What the award opens is the winner's nomination; nothing opens by itself."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.law import exemptions
from app.prize.nominations.models import ImageConsent, Nomination

GROUND = "prize"


@dataclass(frozen=True)
class Mark:
    """`basis` is the citation when it is shielded, None when it is open."""

    what: str
    basis: str | None
    note: str = ""

    @property
    def is_shielded(self) -> bool:
        return self.basis is not None


def shield(on: date) -> str:
    """The citation as it stands in the acts of that day."""
    return exemptions.cite_ground(GROUND, on)


def page_mark(on: date) -> str:
    """What stands on every page of a paper that is shielded."""
    return str(_("Unntatt offentlighet, %(ground)s", ground=shield(on)))


def is_open(nomination: Nomination) -> bool:
    """From the award on, for the one that got it (Nomination.opened_at, set by the move to «winner»)."""
    return nomination.opened_at is not None


def marks(nomination: Nomination, on: date) -> list[Mark]:
    """For each paper of the nomination. Whoever asks for access still has it weighed (offentleglova § 11)."""
    basis, opened = shield(on), is_open(nomination)
    may_show = nomination.image_consent is ImageConsent.PUBLIC
    pictures = str(_("Bildene kan vises offentlig.")) if may_show else str(_("Bildene vises ikke uten samtykke."))
    return [
        Mark(str(_("Nominasjonen")), None if opened else basis),
        Mark(str(_("Bildene")), None if opened and may_show else basis, pictures),
        Mark(str(_("Juryens poeng, notater og protokoll")), basis),
    ]
