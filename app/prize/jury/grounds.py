"""Why somebody is recused without having to say it: own unit, own nomination, own contact (domain.md 3.4 step 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.prize.jury.models import JuryMember


class Ground(StrEnum):
    """By default the member is recused; who disputes it lets the others decide."""

    OWN_UNIT = "own_unit"
    NOMINATOR = "nominator"
    CONTACT = "contact"


WORDS = {
    Ground.OWN_UNIT: _l("prosjektet er fra virksomheten som medlemmet representerer"),
    Ground.NOMINATOR: _l("medlemmet har nominert prosjektet"),
    Ground.CONTACT: _l("medlemmet er kontaktperson for prosjektet"),
}


@dataclass(frozen=True)
class Ties:
    """Who a nomination belongs to; of one that others are merged into, theirs too. Addresses in small letters."""

    unit_codes: frozenset[str]
    nominators: frozenset[str]
    contacts: frozenset[str]


def ties(rows: Iterable[tuple[str | None, str, str]]) -> Ties:
    """Of rows (unit code, the nominator's address, the contact's address)."""
    kept = list(rows)
    return Ties(
        frozenset(code for code, _nominator, _contact in kept if code),
        frozenset(_plain(address) for _code, address, _contact in kept),
        frozenset(_plain(address) for _code, _nominator, address in kept),
    )


def _plain(address: str) -> str:
    return address.strip().casefold()


def ground(member: JuryMember, of: Ties) -> Ground | None:
    """The first that holds."""
    own = _plain(member.user.email)
    if member.seat.code in of.unit_codes:
        return Ground.OWN_UNIT
    if own in of.nominators:
        return Ground.NOMINATOR
    return Ground.CONTACT if own in of.contacts else None


def reason(found: Ground) -> str:
    """A whole sentence, as it is written beside the recusal."""
    return str(_("Inhabil fordi %(ground)s.", ground=WORDS[found]))
