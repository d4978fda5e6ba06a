"""Fill an empty database with n sent applications, each with checks and three assessments, in seconds.

Written through Core inserts, but of the same shapes as the pages make: the first application is built with the models
and frozen by `snapshot.content`; the others are copies of it with their own texts, amounts, places and scores.
`python -m bench.seed 3000` fills the database that the environment names.
"""

import random
import sys
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select, text, update

from app.access import SYSTEM, Role
from app.accounts.models import ApplicantType, Membership, Organisation, RoleGrant, User
from app.applications.models import (
    Activity,
    ActivitySession,
    Application,
    ApplicationVersion,
    BudgetLine,
    CaseRow,
    FlagLevel,
    Status,
)
from app.applications.worklist import FOUR_DECIMALS, plain
from app.audit.chain import seal
from app.audit.events import EVENTS
from app.audit.models import AuditEvent, ChainHead
from app.decisions.models import Outcome, Recommendation, RecommendationLine, RecommendationStatus
from app.extensions import db
from app.judging.models import Assessment, Impartiality, ImpartialityAnswer, Score, Subject
from app.judging.scoring import judge
from app.review.models import CheckCode, CheckResult
from app.rounds.loading import load_round
from app.rounds.models import Round, RoundStatus
from bench.example import FILLER, MONDAY, SENT, build

DOCUMENT = Path(__file__).parent.parent / "app" / "demo" / "ombruksuka.toml"
ASSESSORS = 3
HANDLERS = 5
BATCH = 2000
DEVIATIONS = {
    (CheckCode.PERMITS, FlagLevel.AMBER): {"why": "outdoors"},
    (CheckCode.FREE_ENTRY, FlagLevel.RED): {"why": "unsupported", "text": "Søkeren tar betalt."},
}
PLACES = ["Tøyen", "Sagene", "Grorud", "Lambertseter", "Furuset", "Bjølsen", "Majorstua", "Holmlia", "Stovner", "Ryen"]
THINGS = ["sykler", "klær", "møbler", "verktøy", "leker", "bøker", "ski", "elektronikk", "garn", "plast", "matrester"]
ACTS = ["Byttedag", "Reparasjonskafé", "Fiksekveld", "Redesignverksted", "Utlånsdag", "Restefest", "Sykurs"]


def seed(n: int) -> Round:
    """A closed round with `n` cases of one activity each, and people in every role. Commits."""
    grant_round = _round(n)
    people = _people()
    example = build(grant_round, people["applicant-0@ombruk.example"])
    handlers = [people[f"handler-{i}@ombruk.example"] for i in range(HANDLERS)]
    cases = Cases(grant_round, handlers, example, random.Random(1))
    for start in range(0, n, BATCH):
        for table, rows in cases.rows(range(start, min(start + BATCH, n))).items():
            if rows:
                db.session.execute(insert(table), rows)
        db.session.commit()
    cases.close_chain()
    _finish(grant_round, n)
    return grant_round


def _round(n: int) -> Round:
    document = tomllib.loads(DOCUMENT.read_text(encoding="utf-8"))
    document["round"]["pot_nok"] = 12_000 * max(n, 100)
    made = load_round(document, slug="bench", name="Ombruksuka 2026", monday=MONDAY, by=SYSTEM, at=SENT)
    made.status = RoundStatus.CLOSED
    db.session.commit()
    return made


def _people() -> dict[str, User]:
    wanted = [(f"handler-{i}", Role.CASE_HANDLER) for i in range(HANDLERS)]
    wanted += [("approver", Role.APPROVER), ("reader", Role.READER), ("applicant-0", Role.APPLICANT)]
    made = [
        User(
            email=f"{name}@ombruk.example",
            name=name.replace("-", " ").capitalize(),
            created_at=SENT,
            confirmed_at=SENT,
            role_grants=[RoleGrant(role=role, granted_at=SENT)],
        )
        for name, role in wanted
    ]
    db.session.add_all(made)
    db.session.commit()
    return {user.email: user for user in made}


class Cases:
    """Makes the rows of case after case; a case's number is also its application's, activity's and subject's id."""

    def __init__(self, grant_round: Round, handlers: list[User], example: dict[str, Any], chance: random.Random):
        self.round_id, self.prefix = grant_round.id, grant_round.reference_prefix
        self.categories = [category.id for category in grant_round.categories]
        rubric = grant_round.rubric
        assert rubric is not None
        self.weights = {criterion.id: criterion.weight for criterion in rubric.criteria}
        self.people = [(user.id, user.name) for user in handlers]
        self.example, self.chance = example, chance
        head = db.session.scalars(select(ChainHead)).one()
        self.number, self.hash = head.number, head.hash

    def rows(self, numbers: range) -> dict[Table, list[dict[str, Any]]]:
        """Table → rows, in an order that foreign keys allow."""
        models = [
            Organisation, Membership, Subject, Application, Activity, ActivitySession, BudgetLine, ApplicationVersion,
            CheckResult, Impartiality, Assessment, Score, CaseRow, Recommendation, RecommendationLine, AuditEvent,
        ]  # fmt: skip
        tables: dict[Table, list[dict[str, Any]]] = {model.__table__: [] for model in models}  # type: ignore[misc]
        for number in numbers:
            for model, row in self._case(number + 1):
                tables[model.__table__].append(row)
        return tables

    def _case(self, n: int) -> Iterator[tuple[Any, dict[str, Any]]]:
        case = self._facts(n)
        yield from self._applicant(n, case)
        yield from self._application(n, case)
        yield from self._review(n, case)
        if case["status"] is Status.RECOMMENDED:
            yield from self._recommendation(n, case)
        for kind, fields in self._story(case):
            yield AuditEvent, self._event(case["reference"], kind, fields)

    def _story(self, case: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        yield "application_submitted", {"version": 1}
        yield "application_moved", {"from": Status.DRAFT, "to": Status.SUBMITTED}
        yield "formal_check_done", {"green": len(self.example["findings"]), "amber": 0, "red": 0}
        yield "application_moved", {"from": Status.SUBMITTED, "to": Status.SCREENING}
        if case["status"] is not Status.SCREENING:
            yield "screening_passed", {}
            yield "application_moved", {"from": Status.SCREENING, "to": Status.REVIEW}
            for _ in range(ASSESSORS):
                yield "assessment_sent", {"activity": 1}

    def _event(self, reference: str, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
        """The next link of the chain."""
        user_id, name = self.people[self.number % ASSESSORS]
        self.number += 1
        row = {"number": self.number, "at": SENT, "kind": kind, "case_reference": reference, "actor_id": user_id}
        row |= {"actor_name": name, "audience": EVENTS[kind].audience.value, "fields": fields}
        row["previous_hash"], self.hash = self.hash, seal({**row, "previous_hash": self.hash})
        return {**row, "hash": self.hash}

    def close_chain(self) -> None:
        """The head is the last event made."""
        db.session.execute(update(ChainHead).values(number=self.number, hash=self.hash))

    def _facts(self, n: int) -> dict[str, Any]:
        pick = self.chance.choice
        place, thing, act = pick(PLACES), pick(THINGS), pick(ACTS)
        sought = self.chance.randrange(1000, 10001, 500)
        scores = [{key: self.chance.randint(1, 5) for key in self.weights} for _ in range(ASSESSORS)]
        return {
            "reference": f"{self.prefix}-{n:05d}",
            "organisation": (n - 1) // 3 + 1,
            "name": self._name((n - 1) // 3 + 1),
            "title": f"{act} for {thing} på {place}",
            "description": f"{act} med {thing}, {pick(THINGS)} og {pick(THINGS)}: {FILLER}. " * 3,
            "sought": sought,
            "category": pick(self.categories),
            "district": f"0301{self.chance.randint(1, 17):02d}",
            "status": pick([Status.SCREENING, Status.REVIEW, Status.REVIEW, Status.REVIEW, Status.RECOMMENDED]),
            "handler": pick([*self.people, (None, None)])[0],
            "received": SENT + timedelta(seconds=n),
            "flag": pick([FlagLevel.GREEN, FlagLevel.GREEN, FlagLevel.AMBER, FlagLevel.RED]),
            "scores": scores,
        }

    def _name(self, organisation: int) -> str:
        thing, place = THINGS[organisation % len(THINGS)], PLACES[organisation % len(PLACES)]
        return f"{thing.capitalize()}laget på {place} {organisation}"

    def _applicant(self, n: int, case: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
        if (n - 1) % 3:
            return
        number = case["organisation"]
        values = {"public_id": f"org-{number}", "applicant_type": ApplicantType.VOLUNTARY, "created_at": SENT}
        values |= {"name": case["name"], "orgnr": str(900_000_000 + number), "is_vat_registered": False}
        yield Organisation, {"id": number, **values}
        member = {"user_id": self.example["applicant"], "organisation_id": number, "joined_at": SENT}
        yield Membership, {"id": number, **member}

    def _application(self, n: int, case: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
        example = self.example
        own = {
            "title": case["title"],
            "description": case["description"],
            "sought_nok": case["sought"],
            "category_id": case["category"],
            "district_code": case["district"],
        }
        yield Subject, {"id": n, "created_at": SENT}
        yield (
            Application,
            {
                **example["application"],
                "id": n,
                "reference": case["reference"],
                "organisation_id": case["organisation"],
                "status": case["status"],
                "received_at": case["received"],
                "submitted_at": case["received"],
                "handler_id": case["handler"],
            },
        )
        yield Activity, {**example["activity"], **own, "id": n, "application_id": n, "subject_id": n}
        for i, held in enumerate(example["sessions"]):
            yield ActivitySession, {**held, "id": n * 2 + i, "activity_id": n}
        for i, line in enumerate(example["budget_lines"]):
            yield BudgetLine, {**line, "id": n * 2 + i, "activity_id": n}
        frozen = {**example["content"], "reference": case["reference"], "sought_nok": case["sought"]}
        frozen["organisation"] = {**frozen["organisation"], "name": case["name"]}
        shown = {key: own[key] for key in ("title", "description", "sought_nok")}
        frozen["activities"] = [{**frozen["activities"][0], **shown}]
        sent = {"content": frozen, "submitted_by_id": example["applicant"], "submitted_at": case["received"]}
        yield ApplicationVersion, {"id": n, "application_id": n, "number": 1, **sent}

    def _review(self, n: int, case: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
        for i, found in enumerate(self.example["findings"]):
            result = {"code": found.code, "level": found.level, "details": found.stored, "checked_at": SENT}
            if (found.code, case["flag"]) in DEVIATIONS:
                result |= {"level": case["flag"], "details": DEVIATIONS[found.code, case["flag"]]}
            about = n if found.activity_id else None
            yield CheckResult, {"id": n * 20 + i, "application_id": n, "activity_id": about, **result}
        screened = case["status"] is not Status.SCREENING
        for i in range(ASSESSORS if screened else 0):
            user_id, name = self.people[i]
            key = n * ASSESSORS + i
            answer = {"answer": ImpartialityAnswer.IMPARTIAL, "declared_at": SENT, "user_id": user_id}
            yield Impartiality, {"id": key, "subject_id": n, "user_name": name, **answer}
            sent = {"assessor_id": user_id, "assessor_name": name, "started_at": SENT, "sent_at": SENT}
            yield Assessment, {"id": key, "subject_id": n, **sent}
            for j, (criterion, value) in enumerate(case["scores"][i].items()):
                score = {"criterion_id": criterion, "value": value, "cannot_assess": False, "saved_at": SENT}
                yield Score, {"id": key * len(self.weights) + j, "assessment_id": key, **score}
        yield CaseRow, self._row(n, case, screened)

    def _row(self, n: int, case: dict[str, Any], screened: bool) -> dict[str, Any]:
        counts = {"green_checks": len(self.example["findings"]), "amber_checks": 0, "red_checks": 0}
        if case["flag"] is not FlagLevel.GREEN:
            counts["green_checks"] -= 1
            counts[f"{case['flag'].value}_checks"] += 1
        result = judge(self.weights, case["scores"])
        relevance = result.criteria[next(iter(self.weights))].median
        return {
            "activity_id": n,
            "application_id": n,
            "subject_id": n,
            "round_id": self.round_id,
            "reference": case["reference"],
            "position": 1,
            "organisation_name": case["name"],
            "applicant_type": ApplicantType.VOLUNTARY,
            "title": case["title"],
            "status": case["status"],
            "category_id": case["category"],
            "district_code": case["district"],
            "tier_nok": self.example["tiers"][case["sought"]],
            "sought_nok": case["sought"],
            "recommended_nok": case["sought"] if case["status"] is Status.RECOMMENDED else None,
            "handler_id": case["handler"],
            "flag_level": case["flag"],
            **counts,
            "score": result.total if screened else None,
            "mean": result.mean.quantize(FOUR_DECIMALS) if screened and result.mean is not None else None,
            "relevance": relevance if screened else None,
            "spread": result.spread if screened else None,
            "assessments": ASSESSORS if screened else 0,
            "received_at": case["received"],
            "search_text": plain(
                f"{case['reference']} {n} {case['name']} Kari Nordmann {case['title']} {case['description']}"
            ),
        }

    def _recommendation(self, n: int, case: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
        user_id, name = self.people[n % ASSESSORS]
        made = {"made_by_id": user_id, "made_by_name": name, "writer_ids": [user_id], "saved_at": SENT}
        made |= {"sent_at": SENT, "sent_from": Status.REVIEW}
        yield Recommendation, {
            "id": n, "application_id": n, "number": 1, "status": RecommendationStatus.SENT, **made
        }  # fmt: skip
        line = {"outcome": Outcome.GRANTED_FULL, "amount_nok": case["sought"], "reasons": "Treffer målet godt."}
        yield RecommendationLine, {"id": n, "recommendation_id": n, "activity_id": n, **line}


def _finish(grant_round: Round, n: int) -> None:
    """Count on from what was inserted, and let both databases know their tables."""
    db.session.execute(update(Round).where(Round.id == grant_round.id).values(last_case_number=n))
    if db.engine.dialect.name == "postgresql":
        for mapper in Application.registry.mappers:
            for column in mapper.local_table.primary_key.columns:
                if column.autoincrement is True or (column.autoincrement == "auto" and column.type.python_type is int):
                    _move_sequence(column)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if db.engine.dialect.name == "postgresql" else "ANALYZE"))


def _move_sequence(column: Any) -> None:
    sequence = db.session.scalar(select(func.pg_get_serial_sequence(column.table.name, column.name)))
    if sequence:
        highest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
        db.session.execute(select(func.setval(sequence, highest, False)))


if __name__ == "__main__":
    from app import create_app

    with create_app().app_context():
        seed(int(sys.argv[1]))
