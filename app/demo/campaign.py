"""What goes on around the week: the wheel, the goals, last year's press, what was learnt, and the ten years before."""

from datetime import datetime, timedelta
from typing import Any

from app.accounts.models import User
from app.campaign import goals, press, wheel
from app.campaign.models import PressKind, Week
from app.extensions import db
from app.insight import learning, loading

DAY = timedelta(days=1)
PRESS: tuple[dict[str, Any], ...] = (
    {"kind": PressKind.WEB, "outlet": "Nabolagsavisa", "title": "Her fikses brødristeren gratis"},
    {"kind": PressKind.RADIO, "outlet": "Byradioen", "title": "Morgensending fra byttemarkedet"},
    {"kind": PressKind.PAPER, "outlet": "Østkantposten", "title": "Kø for å lappe bukser"},
    {"kind": PressKind.TRADE, "outlet": "Avfallsbladet", "title": "En uke som varer hele året"},
)
LEARNT = (
    (True, "Arrangementer der folk allerede er, trakk flere enn de vi flyttet til sentrum."),
    (True, "Ett tydelig tidspunkt ga mer besøk enn mange korte økter."),
    (False, "Flere gikk tomme for deler første kveld. Be om en plan for kø i søknaden."),
    (False, "Tre arrangører fant ikke telleskjemaet. Send det sammen med påminnelsen dagen før."),
)


def play(before: Week, administrator: User, handler: User, at: datetime) -> None:
    """`before`: last year's week, which is over."""
    wheel.load(administrator, at)
    goals.load(administrator, at)
    db.session.flush()
    today = at.date()
    for entry in wheel.entries(wheel.year_at(today), today):
        if entry.on < today - 20 * DAY:
            wheel.finish(entry.task, wheel.year_at(today), by=administrator, at=at)
    loading.load_history(administrator, at)
    after = at - 30 * DAY
    for number, item in enumerate(PRESS):
        published = {"published_on": before.starts_on + number * DAY, "url": None, "note": None}
        press.note(before.year, {**item, **published}, by=handler, at=after)
    for worked, text in LEARNT:
        learning.note(before.year, worked=worked, text=text, by=handler, at=after)
    db.session.commit()
