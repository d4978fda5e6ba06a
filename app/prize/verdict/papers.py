"""The documents of a verdict as the secretary's page lists them, and when each may be had."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.access import Actor, Role
from app.audit.actions import record
from app.extensions import db
from app.letters import page
from app.letters.models import Letter, LetterKind
from app.letters.pdf import print_page
from app.policy import NotNow, NotPermitted
from app.prize import embargo
from app.prize.jury.standing import standing
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.verdict import telling
from app.prize.verdict.models import Verdict
from app.prize.verdict.watermark import SEALED, watermark

KINDS = (LetterKind.PRIZE_WINNER, LetterKind.PRIZE_THANKS)


@dataclass(frozen=True)
class Sent:
    """A letter that was made, and the project that it is about."""

    letter: Letter
    project: str


def sent(prize: Prize) -> Sequence[Sent]:
    """The winner's letter first, then the thanks in order."""
    own = (Nomination.prize_id == prize.id, Letter.kind.in_(KINDS))
    rows = db.session.execute(
        select(Letter, Nomination.project).join(Nomination, Nomination.reference == Letter.case_reference).where(*own)
    )
    found = [Sent(letter, project) for letter, project in rows]
    return sorted(found, key=lambda one: (one.letter.kind is not LetterKind.PRIZE_WINNER, one.letter.case_reference))


def letter_of(prize: Prize, public_id: str) -> Letter:
    """One of this year's. Raises NoResultFound."""
    own = (Nomination.prize_id == prize.id, Letter.kind.in_(KINDS), Letter.public_id == public_id)
    return db.session.scalars(
        select(Letter).join(Nomination, Nomination.reference == Letter.case_reference).where(*own)
    ).one()


def can_draw_diploma(verdict: Verdict) -> None:
    """When the jury's texts are written."""
    if not verdict.minutes_sha256 or not verdict.diploma_sentence:
        raise NotNow(_("Diplomet kan vises når juryens begrunnelse er skrevet og protokollen er laget."))


def can_print_diploma(verdict: Verdict, by: Actor) -> None:
    """Without the mark of the embargo: the secretary, for the handover, when the verdict is sealed."""
    if Role.PRIZE_SECRETARY not in by.roles:
        raise NotPermitted(_("Bare jurysekretæren kan skrive ut diplomet."))
    can_draw_diploma(verdict)
    if verdict.prize.status is not PrizeStatus.EMBARGO and not embargo.is_over(verdict.prize):
        raise NotNow(_("Diplomet kan skrives ut til overrekkelsen når kåringen er forseglet."))


def note_diploma_printed(verdict: Verdict, *, by: Actor, at: datetime) -> None:
    """The history tells that a clean copy exists before the handover."""
    can_print_diploma(verdict, by)
    record("diploma_printed", by=by, at=at, case=verdict.prize.reference)


def winner_letter_preview(verdict: Verdict, public_url: str, at: datetime) -> bytes:
    """How the winner's letter will be, with the mark of the embargo on every page; nothing is kept."""
    can_draw_diploma(verdict)
    content = telling.winner_content(verdict, standing(verdict.prize), public_url, at)
    html = page.html(content).replace("<body ", '<body class="sealed" ', 1)
    return print_page(html, at, images={SEALED: watermark()})
