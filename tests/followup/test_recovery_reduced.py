"""A claim that was wrong is set down or given up, also when it is paid: what was paid too much goes out again through
the same approvals as any payment, and every krone is counted once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts.models import GrantHistory
from app.applications.models import Status
from app.extensions import db
from app.followup.acceptance.models import AccountStatus, PayoutAccount
from app.followup.closing import close_due
from app.followup.grants.models import Grant
from app.followup.payment import actions as payments
from app.followup.payment.letters import paid as paid_letter
from app.followup.payment.models import Payment, PaymentStatus
from app.followup.payment.planning import plan_due
from app.followup.payment.queries import paid as paid_nok
from app.followup.recovery import actions, answering, queries, refunding
from app.followup.recovery.jobs import missing_recovery_letters, print_letters
from app.followup.recovery.models import Recovery, RecoveryCause, RecoveryStatus
from app.followup.recovery.suggesting import suggestions
from app.followup.report.models import ReportState
from app.insight.summary import reckoned
from app.letters.blocks import check
from app.letters.models import Letter, LetterKind
from app.mail.models import MailStatus
from app.policy import NotAllowed, NotComplete, NotNow
from tests.counting import statements
from tests.decisions.stage import events
from tests.followup.payment_stage import confirmed
from tests.followup.recovery_stage import COMMENT_BY, claimed, paid, reported, warned
from tests.followup.test_closing import DAY_AFTER
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
S = RecoveryStatus


def siv(stage: FollowupStage, recovery: Recovery) -> Any:
    """An approver who neither prepared nor decided the claim."""
    person = stage.approver("Siv Stor")
    stage.declare(recovery.grant.application, by=person)
    return person


def came_in(stage: FollowupStage, recovery: Recovery, amount_nok: int) -> None:
    if amount_nok:
        actions.take_in(recovery, amount_nok, stage.at.date(), by=stage.finn, at=stage.at)
        db.session.commit()


def refunds() -> list[Payment]:
    db.session.rollback()
    return list(db.session.scalars(select(Payment).where(Payment.refunds_claim.is_not(None)).order_by(Payment.id)))


def money(stage: FollowupStage, grant: Grant) -> tuple[int, int, int, int]:
    """Paid, returned, what the pot holds, and what the history says that they got."""
    db.session.expire_all()
    history = db.session.scalars(select(GrantHistory.granted_nok)).one()
    got, back = paid_nok([grant.id]).get(grant.id, 0), queries.returned([grant.id]).get(grant.id, 0)
    return got, back, stage.round.committed_nok, history


@pytest.mark.parametrize(
    ("came", "to", "status", "outstanding", "again", "pot"),
    [
        (0, 500, S.CLAIMED, 500, 0, 5000),
        (0, 0, S.DROPPED, 0, 0, 5000),
        (500, 1200, S.CLAIMED, 700, 0, 4500),
        (500, 500, S.PAID, 0, 0, 4500),
        (500, 200, S.PAID, 0, 300, 4800),
        (500, 0, S.DROPPED, 0, 500, 5000),
        (2000, 500, S.PAID, 0, 1500, 4500),
        (2000, 0, S.DROPPED, 0, 2000, 5000),
    ],
)
def test_what_stands_what_is_left_and_what_goes_out_again(
    stage: FollowupStage, came: int, to: int, status: S, outstanding: int, again: int, pot: int
) -> None:
    grant = paid(stage)
    recovery = claimed(stage, grant)
    came_in(stage, recovery, came)
    actions.reduce(recovery, to, "Feil regnet.", by=stage.gro, at=stage.at)
    db.session.commit()
    assert (recovery.status, recovery.stands_nok, recovery.outstanding_nok) == (status, to, outstanding)
    assert sum(one.amount_nok for one in refunds()) == again
    assert money(stage, grant) == (5000, came, pot, pot)
    assert (refunding.plan_due(stage.at), plan_due(stage.at)) == (0, 0)
    if again:
        assert events(grant.application, "grant_kept_again") == [{"activity": 1, "amount_nok": again}]


def test_an_appeal_that_is_right_in_part_from_the_receipt_to_the_last_krone(
    stage: FollowupStage, sign_in: SignIn
) -> None:
    grant = paid(stage)
    reported(grant, stage.at, unused_nok=2000)
    recovery = claimed(stage, grant)
    came_in(stage, recovery, 2000)
    close_due(DAY_AFTER)
    db.session.commit()
    assert grant.application.status is Status.CLOSED
    url, own = f"/staff/recoveries/{recovery.public_id}", "/tilskudd/OMB-2026-0001/1/krav/1"
    assert sign_in(stage.kari).post(f"{own}/klage", data={"text": "Verktøyet hører med."}).status_code == 302
    assert grant.application.status is Status.RELEASED
    client, answer = sign_in(siv(stage, recovery)), {"outcome": "reduced", "answer": "Noe av verktøyet hører med."}
    for wrong in ("", "2000", "2 500"):
        assert client.post(f"{url}/appeal", data={**answer, "to_nok": wrong}).status_code == 422
    assert client.post(f"{url}/appeal", data={**answer, "to_nok": "500"}).status_code == 302
    assert (recovery.status, recovery.appeal_answer) == (S.PAID, "Noe av verktøyet hører med.")
    print_letters.run(recovery.id)
    print_letters.run(recovery.id)
    titles = [(letter.kind, letter.version, letter.title) for letter in queries.letters_of(recovery)][:2]
    assert [title.replace("\N{NO-BREAK SPACE}", " ") for _kind, _version, title in titles] == [
        "Kravet for Fiksekveld 1 er satt ned til 500 kroner",
        "Vi har fått klagen på kravet om 2 000 kroner",
    ]
    assert [(kind, version) for kind, version, _title in titles] == [
        (LetterKind.RECOVERY_CHANGE, 10101),
        (LetterKind.RECOVERY_RECEIPT, 101),
    ]
    kari = sign_in(stage.kari)
    page = kari.get(own).text
    assert ("er satt ned til 500" in page.replace("\N{NO-BREAK SPACE}", " "), "Dere får igjen" in page) == (True, True)
    receipt = queries.letters_of(recovery)[1]
    assert kari.get(f"/soknader/OMB-2026-0001/brev/{receipt.public_id}").status_code == 200

    [refund] = refunds()
    assert (refund.amount_nok, refund.status, refund.reference) == (1500, PaymentStatus.PLANNED, "OMB-2026-0001-1-2")
    assert close_due(DAY_AFTER + timedelta(days=60)) == 0
    assert money(stage, grant) == (5000, 2000, 4500, 4500)
    desk = sign_in(stage.finn)
    assert "for mye krevd tilbake (krav 1)" in desk.get("/staff/payments").text
    assert "betales ut igjen som en vanlig utbetaling" in desk.get(url).text
    confirmed(stage, refund)
    assert money(stage, grant) == (5000, 500, 4500, 4500)
    figures = reckoned(stage.round)["total"]
    assert {key: figures[key] for key in ("paid_nok", "returned_nok")} == {"paid_nok": 5000, "returned_nok": 500}
    letter = paid_letter(refund, reported=True, public_url="https://ombruk.example", on=stage.at.date())
    check(letter)
    assert letter.heading == "Dere har fått igjen penger som var krevd tilbake for Fiksekveld 1"
    assert "1 500 kr som vi krevde for mye" in plain(sign_in(stage.kari).get("/tilskudd/OMB-2026-0001/1").text)
    assert (close_due(DAY_AFTER + timedelta(days=60)), money(stage, grant)) == (1, (5000, 500, 4500, 4500))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_it_waits_for_an_account_and_is_planned_anew_when_the_bank_sends_it_back(stage: FollowupStage) -> None:
    recovery = claimed(stage, paid(stage))
    came_in(stage, recovery, 2000)
    reported(recovery.grant, stage.at)
    account = db.session.scalars(select(PayoutAccount)).one()
    account.status = AccountStatus.WAITING
    stage.round.pays_before_report = False  # what the grant itself waits for does not stop it
    actions.reduce(recovery, 0, "Feil.", by=stage.gro, at=stage.at)
    db.session.commit()
    assert (refunds(), refunding.left_nok(recovery), refunding.plan_due(stage.at)) == ([], 2000, 0)
    assert close_due(DAY_AFTER + timedelta(days=60)) == 0
    account.status = AccountStatus.CURRENT
    assert (refunding.plan_due(stage.at), refunding.plan_due(stage.at)) == (1, 0)
    db.session.commit()
    [first] = refunds()
    confirmed(stage, first)
    payments.fail(first.reference, "Avvist.", account_is_wrong=False, public_url="x", by=stage.finn, at=stage.at)
    assert (refunding.plan_due(stage.at), refunding.plan_due(stage.at)) == (1, 0)
    db.session.commit()
    assert [(one.amount_nok, one.status, one.refunds_claim) for one in refunds()] == [
        (2000, PaymentStatus.FAILED, 1),
        (2000, PaymentStatus.PLANNED, 1),
    ]
    assert plan_due(stage.at) == 0


def test_an_activity_that_was_called_off_stops_no_refund(stage: FollowupStage) -> None:
    grant = paid(stage)
    recovery = claimed(stage, grant, 5000)
    came_in(stage, recovery, 5000)
    grant.cancelled_at = stage.at
    actions.reduce(recovery, 4000, "Leien måtte betales.", by=stage.gro, at=stage.at)
    db.session.commit()
    assert ([one.status for one in refunds()], money(stage, grant)) == (
        [PaymentStatus.PLANNED],
        (5000, 5000, 1000, 1000),
    )


def test_what_the_pot_lacks_comes_from_the_reserve_or_is_refused(stage: FollowupStage) -> None:
    recovery = claimed(stage, paid(stage))
    came_in(stage, recovery, 2000)
    held = stage.round
    held.pot_nok, held.reserve_nok = held.committed_nok + 600, 500
    db.session.commit()
    with pytest.raises(NotNow, match=r"Potten rekker ikke: 2.000.kr skal ut igjen, og 600.kr er igjen"):
        actions.reduce(recovery, 0, "Feil.", by=stage.gro, at=stage.at)
    db.session.rollback()
    assert (recovery.status, held.reserve_nok, held.committed_nok, refunds()) == (S.PAID, 500, 3000, [])
    actions.reduce(recovery, 1600, "Feil.", by=stage.gro, at=stage.at)
    assert (held.reserve_nok, held.committed_nok) == (200, 3400)


def test_who_may_set_it_down_and_when(stage: FollowupStage) -> None:
    recovery = warned(stage, paid(stage))
    with pytest.raises(NotAllowed, match="Kravet er ikke vedtatt ennå"):
        actions.reduce(recovery, 0, "Feil.", by=stage.gro, at=stage.at)
    recovery.decided_by_id, recovery.decided_at, recovery.status = stage.gro.id, stage.at, S.CLAIMED
    for person, sentence in ((stage.hanne, "Bare godkjennere"), (stage.finn, "Bare godkjennere")):
        with pytest.raises(NotAllowed, match=sentence):
            actions.reduce(recovery, 0, "Feil.", by=person, at=stage.at)
    for wrong in (-1, 2000, 2001):
        with pytest.raises(NotComplete, match="Kravet er ikke endret"):
            actions.reduce(recovery, wrong, "Feil.", by=stage.gro, at=stage.at)
    actions.reduce(recovery, 0, "Feil.", by=stage.gro, at=stage.at)
    with pytest.raises(NotAllowed, match="Kravet er frafalt"):
        actions.reduce(recovery, 0, "Feil.", by=stage.gro, at=stage.at)


def test_the_report_comes_after_the_claim_that_it_was_missing(stage: FollowupStage, sign_in: SignIn) -> None:
    grant = paid(stage)
    about = actions.Warned(RecoveryCause.NO_REPORT, 5000, "Rapporten mangler.", COMMENT_BY)
    recovery = actions.warn(grant, about, by=stage.hanne, at=stage.at)
    db.session.commit()
    url, client = f"/staff/recoveries/{recovery.public_id}", sign_in(stage.hanne)
    with clock.frozen(stage.at):
        assert "Rapporten er kommet" not in client.get(url).text + client.get("/staff/board").text
        report = reported(grant, stage.at, ReportState.SUBMITTED, unused_nok=300)
        assert "Rapporten er kommet" in client.get(url).text
        assert "Rapporten er kommet: se om kravet skal frafalles" in client.get("/staff/board").text
        assert client.post(f"{url}/drop", data={"drop-reason": "Rapporten kom."}).status_code == 302
        assert "Rapporten er kommet" not in client.get("/staff/board").text
    assert (recovery.status, suggestions(stage.at)) == (S.DROPPED, [])
    report.state, report.approved_at = ReportState.APPROVED, stage.at
    db.session.commit()
    assert [(one.cause, one.amount_nok) for one in suggestions(stage.at)] == [(RecoveryCause.UNUSED, 300)]


def test_a_decided_one_is_set_down_on_its_page_to_what_the_report_shows(stage: FollowupStage, sign_in: SignIn) -> None:
    recovery = claimed(stage, paid(stage))
    client, url = sign_in(stage.gro), f"/staff/recoveries/{recovery.public_id}"
    with statements() as seen:
        assert "Sett ned eller frafall kravet" in client.get(url).text
    empty = client.post(f"{url}/reduce", data={"reduce-to_nok": "", "reduce-reason": "Rapporten kom."})
    assert (empty.status_code, "Rapporten kom." in empty.text) == (422, True)
    assert client.post(f"{url}/reduce", data={"reduce-to_nok": "5000", "reduce-reason": "Nei."}).status_code == 422
    done = client.post(f"{url}/reduce", data={"reduce-to_nok": "300", "reduce-reason": "Rapporten kom."})
    assert (done.status_code, recovery.status, recovery.outstanding_nok) == (302, S.CLAIMED, 300)
    letter = answering.change(recovery.reductions[0], "https://ombruk.example")
    check(letter)
    assert [plain(text) for section in letter.sections for text in section.paragraphs] == [
        "Kravet er endret fra 2 000 til 300 kroner.",
        "Rapporten kom.",
        "Det som gjenstår, er 300 kroner. Betal innen tirsdag 22. september 2026.",
    ]
    assert queries.claimable_nok(recovery.grant) == 4700
    for to in (200, 100):
        actions.reduce(recovery, to, f"Ned til {to}.", by=stage.gro, at=stage.at)
    db.session.commit()
    with statements() as more:
        assert "Ned til 100." in client.get(url).text
    assert (len(seen) == len(more), len(more) <= 12) == (True, True), (len(seen), len(more))


def test_a_lost_receipt_is_found_and_tells_of_a_late_appeal(stage: FollowupStage) -> None:
    recovery = claimed(stage, paid(stage))
    print_letters.run(recovery.id)
    late = stage.at + timedelta(days=60)
    for notice in recovery.claim_letter.notices if recovery.claim_letter else []:
        notice.mail.status, notice.mail.sent_at = MailStatus.SENT, stage.at
    actions.appeal(recovery, "Verktøyet hører med.", by=stage.kari, at=late)
    db.session.commit()
    letter = answering.receipt(recovery, "https://ombruk.example")
    check(letter)
    assert [plain(text) for text in letter.sections[0].paragraphs] == [
        "Klagen gjelder kravet for Fiksekveld 1.",
        "Siste dag for å klage var tirsdag 22. september 2026. Vi vurderer om klagen likevel kan behandles.",
    ]
    with clock.frozen(late + timedelta(minutes=6)):
        assert missing_recovery_letters(clock.now()) == 1
        print_letters.run(recovery.id)
        assert missing_recovery_letters(clock.now()) == 0
    assert len(db.session.scalars(select(Letter).where(Letter.kind == LetterKind.RECOVERY_RECEIPT)).all()) == 1
