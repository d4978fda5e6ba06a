"""How long a request to see the file may take.

«Utan ugrunna opphald» (offentleglova § 29) is in practice one to three working days; after five without an answer the
request counts as refused, which may be appealed (§ 32 second paragraph). A fuller explanation of a refusal may be asked
for in three weeks and is given in ten working days (§ 31 second paragraph).
"""

from datetime import date

from app.law.deadlines import working_days_after

ANSWER_TARGET_DAYS = 3
COUNTS_AS_REFUSED_DAYS = 5
EXPLANATION_DAYS = 10


def answer_target(received_on: date) -> date:
    """The day by which a request to see the file should be answered."""
    return working_days_after(received_on, ANSWER_TARGET_DAYS)


def counts_as_refused(received_on: date) -> date:
    """The last day on which an answer still comes in time: unanswered after it, the request counts as refused."""
    return working_days_after(received_on, COUNTS_AS_REFUSED_DAYS)
