"""Background work of this room: making the letters of a release, and the receipts of appeals. Safe to run twice."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from app import clock
from app.config import public_url
from app.decisions import printing, releasing
from app.decisions.appeals import receiving as appealing
from app.extensions import db, jobs
from app.letters import pdf
from app.letters.making import LOST, make, start_again
from app.mail.jobs import send_waiting
from app.policy import NotAllowed

log = logging.getLogger(__name__)


def release_due(at: datetime) -> int:
    """For the tick: start the work on every letter that is due, a job for each chunk. Returns how many letters.

    A letter that is already being made may be started twice; the second finds it released.
    """
    chunks = releasing.due(at)
    releasing.finish(at)
    db.session.commit()
    for chunk in chunks:
        release_chunk.enqueue(chunk)
    return sum(len(chunk) for chunk in chunks)


@jobs.task
def release_chunk(decision_ids: Sequence[int]) -> None:
    """Make, keep and announce the letters of these decisions; one that fails is noted, and the rest goes on."""
    at = clock.now()
    waiting = printing.prepare(decision_ids, at, public_url())
    db.session.rollback()  # nothing is held while the letters are made
    made = [(prepared, _print(prepared)) for prepared in waiting]
    _keep([(prepared, pdf) for prepared, pdf in made if pdf is not None], at)
    releasing.finish(at)
    db.session.commit()
    send_waiting.enqueue()


def _print(prepared: printing.Prepared) -> bytes | None:
    """The finished letter, or None when it could not be made: then the reason stands on the release."""
    try:
        return pdf.render(prepared.content, printing.embedded(prepared))
    except NotAllowed as refusal:
        problem = refusal.reason
    except Exception as error:  # any fault of one letter must not stop the others
        log.exception("the letter of decision %s could not be made", prepared.decision_id)
        problem = f"{type(error).__name__}: {error}"[:300]
    printing.note_problem(prepared.decision_id, problem)
    db.session.commit()
    return None


def _keep(made: Sequence[tuple[printing.Prepared, bytes]], at: datetime) -> None:
    """All in one transaction; when that fails, each in its own, so that only the one at fault is left."""
    if not made:
        return
    try:
        printing.keep(made, at)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.exception("a letter could not be kept")
        if len(made) == 1:
            printing.note_problem(made[0][0].decision_id, f"{type(error).__name__}: {error}"[:300])
            db.session.commit()
            return
        for one in made:
            _keep([one], at)


@jobs.task
def render_appeal_receipt(appeal_id: int) -> None:
    make(appealing.receipt_to_make(appeal_id), partial(appealing.keep_receipt, appeal_id))


def missing_appeal_receipts(at: datetime) -> int:
    """For the tick."""
    return start_again(render_appeal_receipt.enqueue, appealing.without_receipt(at - LOST))
