"""Give a score, write a private note. Neither is recorded as an event: a trace of who scored what, and when, would tell
of scores that are sealed. What was given without a connection counts from when it was given, and never takes the place
of something newer."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.access import Actor
from app.extensions import db
from app.formatting import clock_time
from app.judging import actions as judging
from app.judging.actions import Given
from app.judging.models import Score
from app.policy import NotComplete
from app.prize.models import Prize
from app.prize.scoring import policy
from app.prize.scoring.models import JurorNote
from app.prize.scoring.policy import Overtaken
from app.prize.scoring.queries import ToScore, own_note


@dataclass(frozen=True)
class Touch:
    """When something was given, and until when the juror had seen all that was saved; both as the server's clock."""

    given_at: datetime
    seen_at: datetime


def save_score(place: ToScore, given: Given, touch: Touch, *, by: Actor, at: datetime) -> Score:
    """Raises Overtaken when something newer stands."""
    policy.can_score(place.prize, place.assessment, at, place.reopened_at)
    _check_newest(place, given, touch)
    return judging.save_score(
        place.subject_id,
        place.criterion,
        given.value,
        cannot_assess=given.cannot_assess,
        comment=given.comment,
        by=by,
        at=min(touch.given_at, at),
    )


def _check_newest(place: ToScore, given: Given, touch: Touch) -> None:
    stands = place.score
    if stands is None or stands.saved_at <= touch.seen_at or is_same(stands, given):
        return
    raise Overtaken(
        _(
            "%(criterion)s: du ga noe nyere kl. %(time)s, fra et annet sted. Det står.",
            criterion=place.criterion.name,
            time=clock_time(stands.saved_at),
        ),
        {"value": stands.value, "cannot_assess": stands.cannot_assess, "comment": stands.comment or ""},
    )


def is_same(stands: Score | None, given: Given) -> bool:
    """Whether it says what stands already."""
    if stands is None:
        return given.is_empty
    kept = (stands.value, stands.cannot_assess, stands.comment or "")
    return kept == (given.value, given.cannot_assess, (given.comment or "").strip())


def save_note(
    prize: Prize, nomination_id: int, text: str, touch: Touch, *, by: Actor, at: datetime
) -> JurorNote | None:
    """None when there was nothing and is nothing. Raises Overtaken when the note was changed elsewhere since."""
    policy.can_open(prize)
    note, text = own_note(nomination_id, by), text.strip()
    if len(text) > JurorNote.TEXT_LENGTH:
        sentence = _("Notatet er for langt: høyst %(max)d tegn.", max=JurorNote.TEXT_LENGTH)
        raise NotComplete(sentence, {"note": sentence})
    if note is None:
        if not text:
            return None
        assert by.actor_id is not None
        note = JurorNote(nomination_id=nomination_id, user_id=by.actor_id)
        db.session.add(note)
    elif note.saved_at > touch.seen_at and note.text != text:
        raise Overtaken(_("Notatet var endret et annet sted. Begge tekstene står her nå."), {"text": note.text})
    note.text, note.saved_at = text, min(touch.given_at, at)
    return note
