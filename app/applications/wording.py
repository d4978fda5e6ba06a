"""A case in words: when a session is, what status means to the applicant, and what happens next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.applications.models import Application, Status
from app.applications.workflow import LABELS
from app.audit.models import AuditEvent
from app.formatting import HARD, day, full_day, moment

Entry = tuple[datetime, str, str]

PLAIN = {
    "application_submitted": _l("Dere sendte søknaden"),
    "application_registered": _l("Søknaden kom på %(channel)s, og vi registrerte den"),
    "application_reopened": _l("Dere åpnet søknaden igjen for å endre den"),
    "application_withdrawn": _l("Søknaden ble trukket"),
    "supplement_requested": _l("Vi ba om flere opplysninger"),
    "supplement_reminded": _l("Vi minnet dere om fristen"),
    "supplement_extended": _l("Dere fikk lengre frist"),
    "supplement_answered": _l("Vi fikk svarene deres"),
    "supplement_expired": _l("Fristen for å svare gikk ut, og vi gikk videre"),
    "supplement_ended": _l("Vi gikk videre uten flere opplysninger"),
    "decision_released": _l("Vedtaket er klart"),
    "appeal_received": _l("Vi fikk klagen deres"),
    "late_appeal_taken_up": _l("Vi behandler klagen selv om den kom etter fristen"),
    "appeal_dismissed": _l("Vi avviste klagen"),
    "appeal_forwarded": _l("Vi sendte klagen til klageinstansen"),
    "appeal_commented": _l("Dere sendte merknader til klageinstansen"),
    "appeal_answered": _l("Klageinstansen avgjorde klagen"),
    "appeal_withdrawn": _l("Klagen ble trukket"),
    "appeal_deadline_extended": _l("Dere fikk lengre klagefrist"),
    "reasons_answered": _l("Vi svarte på spørsmålet om begrunnelse"),
    "grant_accepted": _l("Dere takket ja til tilskuddet"),
    "grant_declined": _l("Dere takket nei til tilskuddet"),
    "message_sent": _l("Vi sendte dere en melding"),
    "message_received": _l("Dere sendte oss en melding"),
    "applicant_merged": _l("Organisasjonen ble slått sammen med en annen"),
    "notice_sent": _l("Vi sendte dere et varsel på e-post"),
    "letter_opened": _l("Brevet ble åpnet"),
}
"""The events that an applicant reads, in the applicant's words. What is not here stays inside."""

UNDER_WAY = _l("Vi behandler søknaden. Dere får svar senest %(due)s.")
WHAT_NOW = {
    Status.DRAFT: _l("Søknaden er ikke sendt. Fristen er %(deadline)s."),
    Status.SUBMITTED: _l("Vi har fått søknaden, og sjekker at alt er med. Dere får svar senest %(due)s."),
    Status.WITHDRAWN: _l("Dere har trukket søknaden. Den blir ikke behandlet."),
    Status.SUPPLEMENT: _l("Vi trenger noe mer fra dere før vi kan gå videre."),
    Status.RELEASED: _l("Vedtaket er klart."),
    Status.CLOSED: _l("Saken er ferdig."),
    Status.ARCHIVED: _l("Saken er ferdig."),
}
"""The next step in plain words, by status; every other status is under way."""
ANSWERED = frozenset({Status.RELEASED, Status.CLOSED, Status.ARCHIVED})
"""The decision may be read. (A withdrawn case never gets here.)"""


def session_time(session: Mapping[str, Any]) -> str:
    """A session of a snapshot: «tirsdag 24. november 2026 kl. 17.00–20.30»; what is missing is left out."""
    held_on, starts, ends = session["held_on"], session["starts"], session["ends"]
    if not held_on:
        return str(_("Dato mangler"))
    on = date.fromisoformat(held_on)
    words = f"{day(on)} {on.year}"
    hours = "–".join(clock.replace(":", ".") for clock in (starts, ends) if clock)
    return f"{words} kl. {hours}" if hours else words


def file_size(size_bytes: int) -> str:
    """«340 kB», «2,1 MB»."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))}{HARD}kB"
    return f"{size_bytes / 1_000_000:.1f}".replace(".", ",") + f"{HARD}MB"


def what_now(application: Application) -> str:
    """What happens next with a case, to its applicant. Never tells what is not released."""
    values = {
        "deadline": moment(application.round.closes_at),
        "due": full_day(application.round.answer_due_on),
    }
    return str(WHAT_NOW.get(application.status, UNDER_WAY)) % values


def timeline(events: Sequence[AuditEvent], owner_unit: str, members: frozenset[int]) -> list[Entry]:
    """What has happened to a case, as its applicant reads it: (moment, who, what). What the municipality does
    inside is left out, and no employee is named."""
    entries = []
    for event in events:
        words = _words(event)
        if words:
            entries.append((event.at, event.actor_name if event.actor_id in members else owner_unit, words))
    return entries


def _words(event: AuditEvent) -> str | None:
    if event.kind in PLAIN:
        return str(PLAIN[event.kind]) % event.fields
    if event.kind == "application_moved" and event.fields["to"] == Status.SCREENING and not _is_repeated(event):
        return str(_("Vi begynte å behandle søknaden"))
    return None


def _is_repeated(event: AuditEvent) -> bool:
    """A returned dismissal goes back to screening: nothing new to the applicant."""
    return str(event.fields["from"]) != Status.SUBMITTED


@dataclass(frozen=True)
class StatusTag:
    """The applicant's word for a status, with the colour of its tag."""

    text: str
    colour: str


def status_tag(status: Status) -> StatusTag:
    colours = {Status.DRAFT: "yellow", Status.RELEASED: "green", Status.SUPPLEMENT: "red", Status.WITHDRAWN: "gray"}
    return StatusTag(str(LABELS[status].applicant), colours.get(status, "blue-light"))
