"""Background work of appeals: printing their letters. Safe to run twice."""

from datetime import datetime
from functools import partial

from app.decisions.appeals import printing, queries
from app.extensions import jobs
from app.letters.making import LOST, make, start_again


@jobs.task
def print_letter(row_id: int) -> None:
    make(printing.to_print(row_id), partial(printing.keep, row_id))


def missing_letters(at: datetime) -> int:
    """For the tick."""
    return start_again(print_letter.enqueue, queries.lost_letters(at - LOST))
