"""The history of a case as staff read it: whose events are shown, with codes turned into words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.access import Actor
from app.applications.models import Status
from app.applications.workflow import LABELS
from app.audit.events import EVENTS, Audience
from app.audit.models import AuditEvent
from app.fileaccess.documents import key_words
from app.formatting import full_day, moment, number
from app.review.models import CheckCode
from app.review.sentences import NAMES

READ_BY_STAFF = (Audience.CASE, Audience.STAFF, Audience.OWN_ASSESSMENT)

LETTER_KINDS = {
    "receipt": _l("Kvittering"),
    "decision": _l("Vedtaksbrev"),
    "appeal_receipt": _l("Kvittering for klage"),
    "supplement": _l("Mangelbrev"),
    "supplement_receipt": _l("Kvittering for tilleggsopplysninger"),
    "interim_reply": _l("Foreløpig svar"),
    "delay_notice": _l("Melding om forsinkelse"),
    "appeal_dismissal": _l("Avvisning av klage"),
    "appeal_forwarding": _l("Oversendelse til klageinstansen"),
    "appeal_result": _l("Resultat av klage"),
    "correction": _l("Retting"),
    "access_answer": _l("Svar på innsynskrav"),
}
ANSWERS = {"impartial": _l("habil"), "doubt": _l("i tvil"), "disqualified": _l("inhabil")}
OUTCOMES = {
    "granted_full": _l("hele beløpet"),
    "granted_part": _l("delvis"),
    "rejected": _l("avslag"),
    "dismissed": _l("avvisning"),
}
CHANNELS = {"post": _l("post"), "email": _l("e-post"), "web": _l("nett"), "phone": _l("telefon")}

Words = Mapping[str, Any]


def _word(words: Words) -> Callable[[Any], str]:
    return lambda code: str(words.get(str(code), code))


def _status(code: Any) -> str:
    return f"«{LABELS[Status(code)].staff}»"


def _check(code: Any) -> str:
    return f"«{NAMES[CheckCode(code)]}»"


def _outcomes(codes: Any) -> str:
    listed = codes if isinstance(codes, list) else str(codes).replace(",", " ").split()
    return ", ".join(dict.fromkeys(_word(OUTCOMES)(code) for code in listed))


def _moment(written: Any) -> str:
    return moment(datetime.fromisoformat(written))


def _day(written: Any) -> str:
    return full_day(date.fromisoformat(written))


SHOWN: dict[str, Callable[[Any], str]] = {
    "from": _status,
    "to": _status,
    "check": _check,
    "answer": _word(ANSWERS),
    "outcomes": _outcomes,
    "kind": _word(LETTER_KINDS),
    "channel": _word(CHANNELS),
    "amount_nok": number,
    "due_on": _day,
    "expected_on": _day,
    "received_at": _moment,
    "release_at": _moment,
    "document": key_words,
}
"""How a field of an event is written; every other field as it stands."""


def sentence(event: AuditEvent) -> str:
    """What happened, in words."""
    fields = {name: SHOWN.get(name, str)(value) for name, value in event.fields.items()}
    return str(EVENTS[event.kind].sentence) % fields


def readable(events: Sequence[AuditEvent], user: Actor, seen: frozenset[int]) -> list[AuditEvent]:
    """Without what colleagues have sent about activities that the reader may not see assessments of yet. `seen` are
    the positions of those that may be seen."""
    return [
        event
        for event in events
        if event.audience != Audience.OWN_ASSESSMENT
        or event.actor_id == user.actor_id
        or event.fields["activity"] in seen
    ]


def entries(events: Sequence[AuditEvent]) -> list[tuple[datetime, str, str]]:
    """(when, who, what), as the timeline component shows them."""
    return [(event.at, event.actor_name, sentence(event)) for event in events]


REPORT_LABELS = {
    "not_due": _l("rapport ikke forfalt"),
    "on_time": _l("rapport i tide"),
    "late": _l("rapport for sent"),
    "missing": _l("rapport mangler"),
}
"""How the report of an earlier grant stands."""
STATUS_LABELS = {status.value: label.staff for status, label in LABELS.items()}
