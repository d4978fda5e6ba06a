"""A grant is paid once: planned by itself, approved by two persons, exported once, confirmed or tried again."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.access import Role
from app.accounts.models import User
from app.decisions.models import DecisionLine
from app.extensions import db
from app.files.queries import read
from app.followup.acceptance.models import AccountStatus
from app.followup.acceptance.permits import demand
from app.followup.grants.giving_back import give_back
from app.followup.grants.models import GiveBackCause, Grant
from app.followup.payment import actions, exporting, jobs, planning, policy, queries
from app.followup.payment.models import Payment, PaymentBatch, PaymentMeans, PaymentStatus
from app.followup.report.models import Report, ReportState
from app.letters.models import Letter, LetterKind
from app.mail.models import Mail
from app.policy import NotAllowed, NotComplete, NotNow, NotPermitted, denial
from app.review.standing import Answer
from app.review.standing import Standing as OwnStanding
from app.rounds.models import Round
from tests.decisions.stage import events
from tests.followup.payment_stage import MONDAY, PAYER, approved, confirmed, exported, internal, planned
from tests.followup_world import ACCOUNT, FollowupStage

S = PaymentStatus


def stands(grant: Grant) -> list[tuple[int, str]]:
    found = queries.all_of([grant.id]).get(grant.id, [])
    return [(payment.amount_nok, payment.status.value) for payment in found]


def plan(stage: FollowupStage, **later: Any) -> int:
    count = planning.plan_due(stage.at + timedelta(**later))
    db.session.commit()
    return count


# --- what is owed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "planned_nok", "used", "owed"),
    [
        (5000, 0, None, 5000),
        (5000, 5000, None, 0),
        (8000, 5000, None, 3000),  # an increase: the difference
        (3000, 5000, None, 0),  # never less than nothing
        (5000, 0, 4200, 4200),  # paid after the report: what was needed
        (5000, 0, 7000, 5000),  # never more than what is accepted
        (5000, 4200, 4200, 0),
        (5000, 0, -100, 0),
    ],
)
def test_what_is_left_to_plan(accepted: int, planned_nok: int, used: int | None, owed: int) -> None:
    assert planning.owed_nok(accepted, planned_nok, used) == owed


def why(stage: FollowupStage) -> list[str | None]:
    return [one.standing.why_not for one in planning.owed(stage.round.id)]


def test_a_payment_waits_for_an_account_and_comes_by_itself(stage: FollowupStage) -> None:
    grant = stage.grant()
    assert (why(stage), plan(stage)) == (["Vi har ikke kontonummer."], 0)
    account = stage.account(status=AccountStatus.WAITING)
    assert (why(stage), plan(stage)) == (["Kontoen venter på at en annen person kontrollerer den."], 0)
    account.status = AccountStatus.CURRENT
    db.session.commit()
    assert (why(stage), plan(stage), plan(stage)) == ([None], 1, 0)
    assert stands(grant) == [(5000, "planned")]
    assert events(grant.application, "payment_planned") == [
        {"activity": 1, "payment": "OMB-2026-0001-1-1", "amount_nok": 5000}
    ]


def test_a_permit_that_is_demanded_is_seen_first(stage: FollowupStage) -> None:
    grant = stage.grant()
    stage.account()
    line = db.session.scalars(select(DecisionLine).where(DecisionLine.activity_id == grant.activity_id)).one()
    demand(line, "Brannvesenets tillatelse", by=stage.hanne, at=stage.at)
    db.session.commit()
    assert (why(stage), plan(stage)) == (["Tillatelse mangler: Brannvesenets tillatelse"], 0)


def test_a_round_may_pay_after_the_report_and_then_pays_what_was_needed(stage: FollowupStage) -> None:
    grant = stage.grant()
    stage.account()
    stage.round.pays_before_report = False
    report = Report(grant_id=grant.id, length="short", saved_at=stage.at, state=ReportState.SUBMITTED)
    db.session.add(report)
    db.session.commit()
    assert (why(stage), plan(stage)) == (["Runden betaler når rapporten er godkjent."], 0)
    report.state, report.approved_at = ReportState.APPROVED, stage.at
    report.total_cost_nok, report.other_income_nok = 5200, 1000
    db.session.commit()
    assert plan(stage) == 1
    assert (stands(grant), plan(stage)) == ([(4200, "planned")], 0)


def test_an_increase_is_another_payment_and_a_smaller_grant_stops_what_is_not_sent(stage: FollowupStage) -> None:
    [payment] = planned(stage)
    grant = payment.grant
    exported(stage, payment)
    grant.accepted_nok = 8000
    db.session.commit()
    plan(stage)
    assert stands(grant) == [(5000, "exported"), (3000, "planned")]
    give_back(grant, 6000, GiveBackCause.REDUCED, by=stage.gro, at=stage.at)
    db.session.commit()
    plan(stage)
    assert stands(grant) == [(5000, "exported"), (3000, "cancelled"), (1000, "planned")]
    give_back(grant, 0, GiveBackCause.CANCELLED, by=stage.gro, at=stage.at)
    db.session.commit()
    assert (plan(stage), stands(grant)[-1], queries.gone_out([grant.id])) == (0, (1000, "cancelled"), {grant.id: 5000})


# --- two persons -----------------------------------------------------------------------------------------------------


def test_two_persons_approve_whatever_their_roles(stage: FollowupStage) -> None:
    first, second = planned(stage, 2)
    references = [first.reference, second.reference]

    def told(by: User) -> list[tuple[int, str | None]]:
        found = [(one.approvals, one.refusal) for one in actions.approve(references, by=by, at=stage.at)]
        db.session.commit()
        return found

    assert told(stage.finn) == [(1, None), (1, None)]
    assert told(stage.finn) == [(0, "Du har godkjent. En annen må godkjenne også.")] * 2
    assert told(stage.tuva) == [(2, None), (2, None)]
    assert (first.status, second.status) == (S.APPROVED, S.APPROVED)
    assert told(stage.gro) == [(0, "Utbetalingen har nå status «Godkjent av to».")] * 2
    actions.withdraw_approval(first.reference, by=stage.finn, at=stage.at)
    db.session.commit()
    assert (first.status, [one.by_name for one in first.approvals]) == (S.PLANNED, ["Tuva Tall"])
    with pytest.raises(NotNow, match="Du har ikke godkjent"):
        actions.withdraw_approval(first.reference, by=stage.finn, at=stage.at)
    with pytest.raises(NotPermitted, match="Bare økonomi og godkjennere"):
        actions.approve(references, by=stage.hanne, at=stage.at)


def test_neither_who_entered_the_account_nor_who_belongs_to_the_receiver_approves(stage: FollowupStage) -> None:
    member = stage.world.user(Role.FINANCE, Role.APPLICANT, name="Mona Mo")
    organisation = stage.world.organisation(stage.kari, member, name="Monas forening", orgnr="100260026")
    application = stage.world.application(organisation, stage.kari, stage.round)
    assert application.reference
    stage.others = 1
    grant = stage.grant()
    grant.application.organisation_id = organisation.id
    stage.account(organisation, by=stage.finn)
    plan(stage)
    reference = queries.all_of([grant.id])[grant.id][0].reference

    def refusal(by: User) -> str | None:
        return actions.approve([reference], by=by, at=stage.at)[0].refusal

    assert refusal(member) == "Du hører til Monas forening."
    assert refusal(stage.finn) == "Du la inn kontonummeret. To andre må godkjenne."
    assert refusal(stage.tuva) is None
    db.session.rollback()


def test_whoever_is_disqualified_approves_nothing(stage: FollowupStage) -> None:
    [payment] = planned(stage)
    standing = planning.standings([payment.grant])[payment.grant_id]
    told = {
        answer: denial(policy.can_approve, stage.gro, payment, standing, OwnStanding(False, answer))
        for answer in Answer
    }
    assert told == {**dict.fromkeys(Answer), Answer.DISQUALIFIED: "Du er inhabil i denne saken."}


def test_a_changed_account_is_approved_anew(stage: FollowupStage) -> None:
    [payment] = planned(stage)
    [reference] = approved(stage, payment)
    [old] = [queries.accounts([stage.organisation.id])[stage.organisation.id].current]
    assert old is not None
    old.status = AccountStatus.REPLACED
    new = stage.account(number="12345678903")
    new.entered_at = stage.at + timedelta(hours=1)
    new.settled_by_id, new.settled_at, new.settled_how = stage.hanne.id, stage.at + timedelta(hours=2), "Ringte"
    db.session.commit()
    with pytest.raises(NotNow, match=r"Kontoen til OMB-2026-0001-1-1 er endret\. To må godkjenne på nytt\."):
        exporting.export(stage.round.id, [reference], MONDAY, PAYER, by=stage.tuva, at=stage.at)
    db.session.rollback()
    later = stage.at + timedelta(hours=3)
    planning.start_again(later)
    db.session.commit()
    assert (payment.status, len(payment.approvals)) == (S.PLANNED, 0)
    assert [one.approvals for one in actions.approve([reference], by=stage.finn, at=later)] == [1]
    db.session.commit()


# --- the files -------------------------------------------------------------------------------------------------------


def test_a_batch_is_made_once_and_says_where_the_money_went(stage: FollowupStage) -> None:
    payment, second = *planned(stage), internal(stage)
    batch = exported(stage, payment, second)
    assert (batch.reference, batch.total_nok, batch.payments_count) == ("OMB-2026-U001", 10000, 2)
    assert (payment.account_number, payment.receiver, payment.cost_centre) == (ACCOUNT, "Fiksekroken", None)
    assert (second.account_number, second.receiver, second.cost_centre) == (None, "Forening 1", "27110")
    assert batch.pain_sha256 is not None
    assert read(batch.pain_sha256).count(b"<EndToEndId>") == 1
    assert read(batch.csv_sha256).decode("utf-8-sig").count("OMB-2026-000") == 6
    assert db.session.get_one(Round, stage.round.id).payer_account == PAYER
    with pytest.raises(NotNow, match="OMB-2026-0001-1-1 er allerede eksportert"):
        exporting.export(stage.round.id, [payment.reference], MONDAY, None, by=stage.finn, at=stage.at)
    db.session.rollback()


def test_internal_transfers_alone_need_no_bank(stage: FollowupStage) -> None:
    payment = internal(stage)
    references = approved(stage, payment)
    batch = exporting.export(stage.round.id, references, MONDAY, None, by=stage.finn, at=stage.at)
    db.session.commit()
    assert batch.pain_sha256 is None


@pytest.mark.parametrize(
    ("pay_on", "account", "missing"),
    [
        (None, PAYER, {"pay_on": "Velg en dag."}),
        (date(2026, 8, 31), PAYER, {"pay_on": "Dagen har vært."}),
        (date(2026, 9, 5), PAYER, {"pay_on": "Banken er stengt den dagen. Neste bankdag er 7. september 2026."}),
        (date(2026, 12, 24), PAYER, {"pay_on": "Velg en dag innen 31. oktober 2026."}),
        (MONDAY, None, {"payer_account": "Skriv kontoen som det betales fra: elleve sifre."}),
        (MONDAY, "86011117946", {"payer_account": "Skriv kontoen som det betales fra: elleve sifre."}),
        (MONDAY, PAYER, {}),
    ],
)
def test_a_batch_is_dated_on_a_working_day_and_paid_from_an_account(
    pay_on: date | None, account: str | None, missing: dict[str, str]
) -> None:
    payment = Payment(means=PaymentMeans.BANK)
    assert policy.lacks_for_export(pay_on, account, [payment], date(2026, 9, 1)) == missing


def test_only_finance_exports_and_only_what_two_approved(stage: FollowupStage) -> None:
    [payment] = planned(stage)
    reference, round_id = payment.reference, stage.round.id

    def refusal(by: User, *references: str) -> str | None:
        told = denial(lambda: exporting.export(round_id, references, MONDAY, PAYER, by=by, at=stage.at))  # type: ignore[arg-type]
        db.session.rollback()
        return told

    assert refusal(stage.gro, reference) == "Bare økonomi eksporterer og bekrefter utbetalinger."
    assert refusal(stage.finn) == "Ingen utbetalinger er valgt."
    assert refusal(stage.finn, "OMB-1") == "Noen av utbetalingene finnes ikke i Ombruksuka 2026."
    assert (
        refusal(stage.finn, reference)
        == "Utbetaling OMB-2026-0001-1-1 har status «Klar» og kan ikke settes til «Sendt til banken»."
    )


def export_in_thread(app: Flask, gate: threading.Barrier, user_id: int, round_id: int, keys: list[str]) -> str | None:
    with app.app_context():
        user = db.session.get_one(User, user_id)
        assert user.roles
        db.session.commit()
        gate.wait()
        try:
            exporting.export(round_id, keys, MONDAY, PAYER, by=user, at=clock.now())
        except NotAllowed as refusal:
            db.session.rollback()
            return refusal.reason
        db.session.commit()
        return None


def test_two_exporters_at_once_pay_once(app: Flask, stage: FollowupStage) -> None:
    references, round_id = approved(stage, *planned(stage, 2)), stage.round.id
    people = [stage.finn.id, stage.tuva.id]
    db.session.commit()
    gate = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(export_in_thread, app, gate, person, round_id, references) for person in people]
        outcomes = {run.result() for run in runs}
    told = f"{min(references)} er allerede eksportert. Last siden på nytt, og se filen den er i."
    assert outcomes == {None, told}
    assert [batch.payments_count for batch in db.session.scalars(select(PaymentBatch))] == [2]


# --- what the bank says ----------------------------------------------------------------------------------------------


def test_a_confirmed_payment_is_told_of_once(stage: FollowupStage) -> None:
    [payment] = planned(stage)
    confirmed(stage, payment)
    assert queries.paid([payment.grant_id]) == {payment.grant_id: 5000}
    jobs.print_payment_letter.run(payment.id)
    jobs.print_payment_letter.run(payment.id)
    [letter] = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.PAYMENT)).all()
    assert (letter.title, letter.version, payment.letter_id) == (
        "Vi har betalt tilskuddet til Fiksekveld 1",
        101,
        letter.id,
    )
    assert letter.content["lead"].replace("\N{NO-BREAK SPACE}", " ") == (
        "Den 7. september 2026 betalte vi 5 000 kroner til kontoen som slutter på 4749."
    )
    assert jobs.missing_payment_letters(stage.at) == 0
    assert db.session.scalar(select(Mail.recipient).where(Mail.key.startswith(f"notice-1:{letter.public_id}")))


def test_the_day_it_was_paid_holds(stage: FollowupStage) -> None:
    [payment] = planned(stage)
    batch = exported(stage, payment)

    def refusal(paid_on: date | None) -> dict[str, str]:
        with pytest.raises(NotComplete) as refused:
            actions.confirm(batch, [payment.reference], paid_on, by=stage.finn, at=stage.at)
        db.session.rollback()
        return refused.value.missing

    assert refusal(None) == {"paid_on": "Velg en dag."}
    assert refusal(date(2026, 9, 2)) == {"paid_on": "Dagen har ikke vært ennå."}
    assert refusal(date(2026, 8, 31)) == {
        "paid_on": "Filen ble laget 1. september 2026. Pengene kan ikke ha kommet før."
    }


def test_money_that_does_not_arrive_is_paid_anew(stage: FollowupStage) -> None:
    [payment] = planned(stage)
    exported(stage, payment)
    grant, fail = payment.grant, {"public_url": "http://localhost", "by": stage.finn, "at": stage.at}
    actions.fail(payment.reference, "Banken hadde feil", account_is_wrong=False, **fail)  # type: ignore[arg-type]
    db.session.commit()
    plan(stage)
    assert stands(grant) == [(5000, "failed"), (5000, "planned")]
    second = queries.all_of([grant.id])[grant.id][1]
    exported(stage, second)
    actions.fail(second.reference, "Kontoen er avsluttet", account_is_wrong=True, **fail)  # type: ignore[arg-type]
    db.session.commit()
    assert (plan(stage), why(stage)) == (0, ["Vi har ikke kontonummer."])
    mails = db.session.scalars(select(Mail).where(Mail.key.startswith("payment-failed:"))).all()
    assert {mail.subject for mail in mails} == {"Vi fikk ikke betalt tilskuddet i saken OMB-2026-0001"}
    assert all("http://localhost/tilskudd/OMB-2026-0001/1\n" in mail.body for mail in mails)
    stage.account(number="12345678903")
    plan(stage)
    assert stands(grant) == [(5000, "failed"), (5000, "failed"), (5000, "planned")]
