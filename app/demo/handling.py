"""What the case handlers and the approver have done with the closed round so far, through the same actions as pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from app import clock
from app.accounts.models import User
from app.applications.models import Activity, Application
from app.config import public_url
from app.decisions import actions as decisions
from app.decisions import declaring, jobs, releasing
from app.decisions.models import Outcome
from app.decisions.outcomes import Proposal
from app.demo.rows import Row
from app.extensions import db
from app.judging.models import Criterion, ImpartialityAnswer
from app.judging.queries import criteria
from app.review import actions as review
from app.review import queries as reviewed
from app.rounds.models import Round

DISMISSED = "S26-008"
REJECTED = "S26-025"
RELEASED = ("S26-001", "S26-002", REJECTED, "S26-021")
DECIDED = ("S26-003", "S26-010", "S26-012", "S26-019", "S26-022", "S26-033")
RECOMMENDED = tuple(f"S26-{n:03d}" for n in (5, 7, 9, 15, 17, 18, 23, 29, 30, 31))
IN_REVIEW = tuple(f"S26-{n:03d}" for n in (6, 20, 24, 26, 27, 28, 32, 36, 37, 39, 40))
PARTS = {"S26-002": 7500, "S26-017": 5000, "S26-023": 2500, "S26-029": 5000}
CONDITIONS = {
    "S26-030": "Dere sender oss tillatelsen til å bruke torget før arrangementet.",
    "S26-031": "Tilskuddet gjelder utgifter som bydelen ikke dekker. Gi beskjed når bydelen har svart.",
}
REASONS = (
    "Aktiviteten treffer målet med ordningen: folk gjør noe selv og går hjem med en ferdighet de kan bruke hele året. "
    "Sted, tid og folk er på plass, og budsjettet er nøkternt."
)
REFUSAL = (
    "Aktiviteten tar inngangspenger og har et kommersielt preg. Ordningen gjelder aktiviteter som er gratis for dem "
    "som kommer."
)
LATE = "Søknaden kom etter fristen. Alle søkere skal ha samme mulighet, og vi kan derfor ikke vurdere innholdet."
LESS = "Beløpet svarer til størrelsen på aktiviteten slik den er beskrevet, og potten skal rekke til mange."
EXPECTED = "Dere gjennomfører aktiviteten på ett tydelig tidspunkt, med det materiellet dere har beskrevet."
EXPLANATION = "Sett på i den formelle kontrollen. Følges opp i vurderingen."


@dataclass
class Staff:
    ingrid: User
    jonas: User
    marte: User


class Handling:
    """The work of two case handlers and an approver on one closed round."""

    def __init__(self, grant_round: Round, cases: dict[str, Application], staff: Staff) -> None:
        self.round, self.cases, self.staff = grant_round, cases, staff
        self.rubric = criteria(grant_round.rubric_id)
        self.closed = grant_round.closes_at

    def work(self, rows: Sequence[Row]) -> None:
        """Screen, score, recommend, decide and release what is that far. Commits as people would."""
        by_code = {row.code: row for row in rows}
        for code in (*RELEASED, *DECIDED, *RECOMMENDED, *IN_REVIEW):
            self._review(by_code[code], is_complete=code not in IN_REVIEW[4:])
        for code in (*RELEASED, *DECIDED, *RECOMMENDED):
            self._recommend(by_code[code])
        self._dismiss()
        self._decide((*RELEASED, DISMISSED, *DECIDED))
        self._release((*RELEASED, DISMISSED))

    def _after(self, *, days: int, number: int = 0) -> datetime:
        return self.closed + timedelta(days=days, hours=10, minutes=5 * number)

    def _handlers(self, row: Row) -> list[User]:
        """Ingrid takes the odd cases; Jonas speaks for the cycle kitchen himself, so she takes that one as well."""
        both = [self.staff.jonas, self.staff.ingrid]
        if _number(row) % 2 or row.code == "S26-036":
            both.reverse()
        return both[:1] if row.code == "S26-036" else both

    def _review(self, row: Row, *, is_complete: bool) -> None:
        case, handlers = self.cases[row.code], self._handlers(row)
        at = self._after(days=1, number=_number(row))
        self._screen(case, handlers[0], at)
        for person in handlers[: 2 if row.participants > 100 else 1]:
            if person is not handlers[0]:
                review.declare(case, ImpartialityAnswer.IMPARTIAL, None, by=person, at=at)
            for activity in case.activities:
                self._score(activity, row, person, at + timedelta(days=1), is_complete=is_complete)
        db.session.commit()

    def _screen(self, case: Application, handler: User, at: datetime) -> None:
        review.declare(case, ImpartialityAnswer.IMPARTIAL, None, by=handler, at=at)
        for result in reviewed.results(case.id):
            if result.is_open:
                review.explain(case, result, EXPLANATION, by=handler, at=at)
        review.pass_screening(case, by=handler, at=at)

    def _score(self, activity: Activity, row: Row, by: User, at: datetime, *, is_complete: bool) -> None:
        for criterion in self.rubric if is_complete else self.rubric[:3]:
            value = _value(row, criterion, strict=by is self.staff.jonas)
            comment = "Tydelig og godt begrunnet i søknaden." if value in {1, 5} else None
            review.save_score(activity, criterion, value, comment=comment, by=by, at=at)
        if is_complete:
            db.session.flush()
            review.send_assessment(activity, by=by, at=at)

    def _recommend(self, row: Row) -> None:
        case = self.cases[row.code]
        at = self._after(days=3, number=_number(row))
        proposal = _proposal(row)
        decisions.recommend(
            case, {activity.id: proposal for activity in case.activities}, by=self._handlers(row)[0], at=at
        )
        db.session.commit()

    def _dismiss(self) -> None:
        case, at = self.cases[DISMISSED], self._after(days=2)
        review.declare(case, ImpartialityAnswer.IMPARTIAL, None, by=self.staff.ingrid, at=at)
        proposal = Proposal(Outcome.DISMISSED, 0, reasons=LATE)
        decisions.recommend(case, {activity.id: proposal for activity in case.activities}, by=self.staff.ingrid, at=at)
        db.session.commit()

    def _decide(self, codes: Sequence[str]) -> None:
        at, references = self._after(days=4), [self.cases[code].reference for code in codes]
        declaring.impartial(self.round.id, references, by=self.staff.marte, at=at)
        db.session.commit()
        for code in codes:
            decisions.decide(self.cases[code], by=self.staff.marte, at=at)
            db.session.commit()

    def _release(self, codes: Sequence[str]) -> None:
        at, references = self._after(days=4, number=6), [self.cases[code].reference for code in codes]
        with clock.frozen(at):
            releasing.plan(self.round.id, references, at, public_url(), by=self.staff.marte, at=at)
            db.session.commit()
            jobs.release_due(at)
            current_app.extensions["jobs"].run_waiting()


def _proposal(row: Row) -> Proposal:
    if row.code == REJECTED:
        return Proposal(Outcome.REJECTED, 0, reasons=REFUSAL, advice="Gjør aktiviteten gratis og åpen for alle.")
    condition = CONDITIONS.get(row.code)
    if row.code in PARTS:
        return Proposal(Outcome.GRANTED_PART, PARTS[row.code], REASONS, LESS, EXPECTED, special_condition=condition)
    return Proposal(Outcome.GRANTED_FULL, None, REASONS, special_condition=condition)


def _value(row: Row, criterion: Criterion, *, strict: bool) -> int:
    """By a fixed pattern: some applications are better than others, and good at different things. Both see that; the
    strict one takes off a point here and there, and they read the budget differently. Lower where the row expects
    less than the whole sum or a refusal."""
    number, position = _number(row), criterion.position
    quality, tilt = (4, 3, 5, 4, 3)[number % 5], (0, 1, 0, -1)[(number + position) % 4]
    is_part = "delvis" in row.expected
    quality = max(quality, 4) if is_part else quality
    less = 2 if row.code == REJECTED else int(is_part)
    if strict:
        less += (number * 3 + position) % 5 == 0
        tilt = -tilt if criterion.code == "budget" else tilt
    return min(max(quality + tilt - less, 1), 5)


def _number(row: Row) -> int:
    return int(row.code[-3:])
