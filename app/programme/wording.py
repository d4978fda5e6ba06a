"""The words of the programme's desk."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.programme.models import EventOrigin, EventStatus


@dataclass(frozen=True)
class Label:
    """What staff reads, and the colour of its tag."""

    text: str
    colour: str


LABELS: dict[EventStatus, Label] = {
    EventStatus.PROPOSED: Label(_l("Venter på svar"), "yellow"),
    EventStatus.APPROVED: Label(_l("I programmet"), "green"),
    EventStatus.REFUSED: Label(_l("Ikke tatt med"), "gray"),
    EventStatus.WITHDRAWN: Label(_l("Trukket"), "gray"),
    EventStatus.CANCELLED: Label(_l("Avlyst"), "red"),
}

ORIGINS: dict[EventOrigin, str] = {
    EventOrigin.FUNDED: _l("Med tilskudd"),
    EventOrigin.REGISTERED: _l("Uten tilskudd"),
    EventOrigin.OWN: _l("Kommunens eget"),
}

PARTS: dict[str, str] = {
    "title": _l("Navn"),
    "summary": _l("Kort tekst"),
    "description": _l("Mer om arrangementet"),
    "sessions": _l("Når"),
    "organiser": _l("Arrangør"),
    "activity_types": _l("Type"),
    "is_digital": _l("På nett"),
    "venue_name": _l("Sted"),
    "address": _l("Adresse"),
    "postal_code": _l("Postnummer"),
    "district_code": _l("Bydel"),
    "url": _l("Nettside"),
    "bring": _l("Ta med"),
    "signup": _l("Påmelding"),
    "capacity": _l("Plasser"),
    "accessibility": _l("Tilgjengelighet"),
    "accessibility_text": _l("Mer om tilgjengeligheten"),
    "picture": _l("Bilde"),
}
