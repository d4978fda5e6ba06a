"""What happened in a year, as the secretary reads it: codes turned into words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.audit.events import EVENTS, Audience
from app.audit.models import AuditEvent
from app.audit.queries import timeline
from app.prize.models import Prize, PrizeStatus
from app.prize.parts import PARTS, part_of
from app.prize.workflow import LABELS

ANSWERS = {"impartial": _l("habil"), "doubt": _l("i tvil"), "disqualified": _l("inhabil")}
RESULTS = {"drawn": _l("fullført"), "abandoned": _l("avbrutt")}


def _status(code: Any) -> str:
    return f"«{LABELS[PrizeStatus(code)].text}»"


def _parts(names: Any) -> str:
    """The titles of the parts that these columns belong to, each once."""
    codes = dict.fromkeys(part_of(name) for name in str(names).split(", "))
    return ", ".join(str(PARTS[code].title).lower() if code else str(_("bilder")) for code in codes)


SHOWN: dict[str, Callable[[Any], str]] = {
    "from": _status,
    "to": _status,
    "what": _parts,
    "answer": lambda code: str(ANSWERS.get(code, code)),
    "result": lambda code: str(RESULTS.get(code, code)),
}
"""How a field of an event is written; every other field as it stands."""


def sentence(event: AuditEvent) -> str:
    fields = {name: SHOWN.get(name, str)(value) for name, value in event.fields.items()}
    return str(EVENTS[event.kind].sentence) % fields


def entries(prize: Prize) -> Sequence[tuple[datetime, str, str]]:
    """(when, who, what) of the year itself, newest first. For the jury's secretary alone."""
    found = timeline(prize.reference, [Audience.JURY])
    return [(event.at, event.actor_name, sentence(event)) for event in found]
