"""What a round comes to, from its own cases; and the pages that tell it."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.access import SYSTEM
from app.applications import actions as applications
from app.applications.models import Status
from app.applications.workflow import move
from app.decisions.models import Decision
from app.extensions import db
from app.files.models import StoredFile
from app.followup.grants.models import Grant
from app.followup.payment.models import Payment, PaymentBatch, PaymentMeans, PaymentStatus
from app.followup.recovery.models import Recovery, RecoveryCause, RecoveryStatus
from app.followup.report.models import CountMethod, Held, Report, ReportState
from app.insight import published, summaries, summary_jobs, summary_shown
from app.insight.models import RoundSummary
from app.insight.summaries import Summary, figures_of_rounds
from tests.counting import statements
from tests.decisions.stage import PART, REJECTION
from tests.followup_world import FollowupStage
from tests.world import World

SIGNED = "a" * 64
AFTER = date(2026, 11, 30)
NOTHING = {"activities": 0, "granted": 0, "granted_organisations": 0, "granted_groups": 0, "organisations": 0}
NO_MONEY = {"sought_nok": 0, "granted_nok": 0, "paid_nok": 0, "returned_nok": 0}


@pytest.fixture
def stage(world: World) -> FollowupStage:
    return FollowupStage(world)


def played(stage: FollowupStage) -> Summary:
    """Four cases: granted, paid and partly returned; granted in part; refused; withdrawn. The summary is reckoned."""
    grant = stage.grant()
    pay(stage, grant, 5000)
    release(stage, grant, stage.decided(PART, is_first_time=False))
    release(stage, grant, stage.decided(REJECTION))
    applications.withdraw(stage.applied(), by=stage.kari, at=stage.at)
    db.session.commit()
    report(stage, grant, CountMethod.COUNTED, visitors=48, outcomes={"repaired": 12})
    return reckon(stage)


def release(stage: FollowupStage, grant: Grant, decision: Decision) -> None:
    """As if its letter had gone out: printing it takes a second."""
    first = select(Decision.letter_id).where(Decision.application_id == grant.application_id)
    decision.letter_id, decision.released_at = db.session.scalars(first).one(), stage.at
    move(decision.application, Status.RELEASED, by=SYSTEM, at=stage.at)
    db.session.commit()


def reckon(stage: FollowupStage) -> Summary:
    summaries.reckon_round(stage.round.id, stage.at)
    db.session.commit()
    [found] = summaries.all_summaries()
    return found


def pay(stage: FollowupStage, grant: Grant, amount_nok: int, returned_nok: int = 1500) -> None:
    """Confirmed by the bank, and some of it back again."""
    db.session.add(StoredFile(sha256=SIGNED, size_bytes=1, media_type="text/csv", stored_at=stage.at))
    db.session.flush()
    batch = PaymentBatch(
        reference="B1",
        round_id=grant.round_id,
        pay_on=stage.at.date(),
        total_nok=amount_nok,
        payments_count=1,
        csv_sha256=SIGNED,
        made_by_id=stage.finn.id,
        made_by_name=stage.finn.name,
        made_at=stage.at,
    )
    payment = Payment(reference="P1", grant_id=grant.id, number=1, means=PaymentMeans.BANK, amount_nok=amount_nok)
    payment.status, payment.planned_at, payment.batch = PaymentStatus.CONFIRMED, stage.at, batch
    claim = Recovery(grant_id=grant.id, number=1, cause=RecoveryCause.UNUSED, amount_nok=returned_nok, facts="Rest.")
    claim.status, claim.warned_at, claim.comment_by = RecoveryStatus.PAID, stage.at, stage.at.date()
    claim.prepared_by_id, claim.prepared_by_name, claim.returned_nok = stage.hanne.id, stage.hanne.name, returned_nok
    db.session.add_all([payment, claim])
    db.session.commit()


def report(stage: FollowupStage, grant: Grant, method: CountMethod, **values: Any) -> None:
    made = Report(grant_id=grant.id, state=ReportState.APPROVED, length="short", held=Held.YES, saved_at=stage.at)
    made.count_method, made.approved_at = method, stage.at
    for name, value in values.items():
        setattr(made, name, value)
    db.session.add(made)
    db.session.commit()


def test_a_round_is_reckoned(stage: FollowupStage) -> None:
    content = played(stage).content
    assert content["total"] == {
        "code": "",
        "name": "",
        "cases": 3,
        "organisations": 3,
        "granted_organisations": 2,
        "granted_groups": 1,
        "activities": 3,
        "granted": 2,
        "sought_nok": 15_000,
        "granted_nok": 8_000,
        "paid_nok": 5_000,
        "returned_nok": 1_500,
    }
    assert content["statuses"] == {Status.RELEASED: 3, Status.WITHDRAWN: 1}
    assert content["decided"] == {"granted_full": 1, "granted_part": 1, "rejected": 1}
    assert (content["accepted_nok"], content["grants"]) == (5_000, 1)
    assert {row["code"]: row["granted"] for row in content["first_time"]} == {"yes": 1, "no": 1}
    assert {row["code"]: row["organisations"] for row in content["types"]} == {"voluntary": 1, "informal": 2}
    districts = {row["code"]: row for row in content["districts"]}
    oslo = districts["030101"]
    assert (oslo["name"], oslo["activities"], oslo["granted_nok"]) == ("Gamle Oslo", 3, 8_000)
    assert districts["030109"] == {"code": "030109", "name": "Bjerke", **NOTHING, **NO_MONEY}
    assert content["visitors"] == {
        "counted": {"reports": 1, "visitors": 48},
        "estimated": {"reports": 0, "visitors": 0},
        "not_counted": {"reports": 0},
    }
    assert content["outcomes"] == {"repaired": {"reports": 1, "number": 12}}
    pages(stage)


def pages(stage: FollowupStage) -> None:
    """The same numbers as tables: counted is a number, what nobody reported is no 0, cells of persons are hidden."""
    [summary] = summaries.all_summaries()
    kroner = [f"{nok}\u00a0kr" for nok in ("15\u202f000", "8\u202f000", "5\u202f000", "1\u202f500")]
    assert summary_shown.overview([summary]).plain[1] == ["Ombruksuka 2026", "3", "3", "3", "2", *kroner]
    assert summary_shown.visitors([summary]).plain[1] == ["Ombruksuka 2026", "48 (1 rapport)", "–", "–", "0"]
    districts = summary_shown.over_rounds("districts", [summary])
    assert districts.plain[1:] == [["Gamle Oslo", "2 av 3 (8\u202f000\u00a0kr)"]]
    assert [note[:28] for note in districts.notes] == ["Ingen søknader: Grünerløkka,"]
    everyone = published.shown(published.divided("types", [summary]))
    assert everyone.plain[1:] == [
        ["Frivillig organisasjon", "skjult", "skjult"],
        ["Uformell gruppe", "skjult", "skjult"],
        ["Til sammen", "skjult", "skjult"],
    ]


def held(year: int, **changes: Any) -> Summary:
    """A summary as kept, of a week that has been held."""
    total = {name: 10 for name in ("cases", "organisations", "activities", "granted")} | dict.fromkeys(NO_MONEY, 1000)
    content = {
        "version": 1,
        "slug": f"uka-{year}",
        "name": f"Uka {year}",
        "year": year,
        "ends_on": f"{year}-11-29",
        "pot_nok": 250_000,
        "total": total,
        "visitors": {
            "counted": {"reports": 6, "visitors": 300},
            "estimated": {"reports": 3, "visitors": 90},
            "not_counted": {"reports": 2},
        },
    }
    return Summary({**content, **changes}, clock.now())


def test_the_years_own_figures(app: object, at: object) -> None:
    """Rounds of one year are added; counted and estimated are not; no coming week is told."""
    told = figures_of_rounds([held(2025), held(2025, slug="to"), held(2026)], date(2026, 11, 29))
    assert {one.year for one in told} == {2025}
    assert [(one.kind, one.shown.replace("\u202f", " ").replace("\u00a0", " "), one.about) for one in told] == [
        ("pot_nok", "500 000 kr", ""),
        ("sought_nok", "2 000 kr", ""),
        ("awarded_nok", "2 000 kr", ""),
        ("paid_nok", "2 000 kr", ""),
        ("returned_nok", "2 000 kr", ""),
        ("grants", "20", ""),
        ("visitors_counted", "600", "fra 12 rapporter"),
        ("visitors_estimated", "180", "fra 6 rapporter"),
        ("visitors_counted", "4 aktiviteter talte ikke", ""),
    ]


def test_reckoned_when_it_is_due(stage: FollowupStage, client: FlaskClient, sign_in: Any) -> None:
    """By the clock, hourly; or when somebody asks. Not before: the page says so."""
    page = sign_in(stage.hanne).get("/staff/insight/rounds/ombruksuka-2026")
    assert "Runden er ikke regnet ut ennå." in page.text
    assert sign_in(stage.hanne).get("/staff/insight/rounds/finnes-ikke").status_code == 404
    assert summary_jobs.reckon_due(stage.at) == 1
    assert run_waiting(client) == 1
    assert summary_jobs.reckon_due(stage.at + timedelta(minutes=59)) == 0
    assert summaries.due(stage.at + timedelta(hours=1)) == [stage.round.id]
    assert "Kort fortalt" in client.get("/staff/insight/rounds/ombruksuka-2026").text
    assert client.post("/staff/insight/rounds/reckon").status_code == 302
    assert run_waiting(client) == 1


def run_waiting(client: FlaskClient) -> int:
    return int(client.application.extensions["jobs"].run_waiting())


def test_pages_read_only_what_is_kept(stage: FollowupStage, sign_in: Any) -> None:
    """One round or ten: the same statements."""
    reckon(stage)
    client, counted = sign_in(stage.hanne), []
    for number in range(3):
        with statements() as seen:
            assert client.get("/staff/insight/rounds").status_code == 200
            assert client.get("/nokkeltall").status_code == 200
        counted.append(len(seen))
        more = stage.world.round(slug=f"uka-{number}", monday=date(2025 - number, 11, 24))
        kept = db.session.get(RoundSummary, stage.round.id)
        assert kept is not None
        content = {**kept.content, "slug": more.slug, "year": 2025 - number, "ends_on": "2025-11-30"}
        db.session.add(RoundSummary(round_id=more.id, content=content, reckoned_at=stage.at))
        db.session.commit()
    assert counted[0] == counted[1] == counted[2] <= 8
