"""Who assesses what in the closed round, and who reports to whom: most is given, a few wait for a proposal."""

from collections.abc import Mapping
from datetime import timedelta

from app.accounts.models import User
from app.accounts.staff import set_leader
from app.applications.models import Application
from app.demo import people
from app.extensions import db
from app.review import assignments
from app.review.assignment_queries import open_assignment
from app.rounds.models import Round

INGRIDS = ("S26-020", "S26-027", "S26-036", "S26-039")
JONASES = ("S26-006", "S26-020", "S26-024", "S26-026", "S26-028", "S26-032")
TAKEN_BACK = "S26-037"
"""Was Jonas's; waits with S26-040 and what is in screening for somebody to have it."""
LEADERS = ((people.INGRID, people.MARTE), (people.JONAS, people.MARTE), (people.MARTE, people.HELENE))


def play(closed: Round, cases: Mapping[str, Application], known: Mapping[str, User]) -> None:
    """By hand, the day after the round closed. Commits as people would."""
    ingrid, jonas = known[people.INGRID.email], known[people.JONAS.email]
    at = closed.closes_at + timedelta(days=1, hours=14)
    for person, leader in LEADERS:
        set_leader(known[person.email], known[leader.email], by=known[people.ADMIN.email], at=at)
    for codes, person in ((INGRIDS, ingrid), ((*JONASES, TAKEN_BACK), jonas)):
        for code in codes:
            for activity in cases[code].activities:
                assignments.give(activity, person, by=ingrid, at=at)
    db.session.flush()
    for activity in cases[TAKEN_BACK].activities:
        given = open_assignment(activity.id, jonas.public_id)
        assignments.withdraw(activity, given, "Jonas er på kurs hele uken.", by=ingrid, at=at + timedelta(hours=2))
    db.session.commit()
