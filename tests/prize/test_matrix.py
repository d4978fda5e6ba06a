"""All scores side by side: what counts, what is empty, and who sees it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.extensions import db
from app.judging.models import Assessment, ImpartialityAnswer, ScoreRevision
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import standing
from app.prize.meeting.matrix import Mark, Matrix, matrix
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from tests.counting import statements
from tests.prize_world import PrizeWorld
from tests.world import World

SignIn = Callable[[Any], FlaskClient]
JURY, STAFF = "/jury/2026/matrix", "/staff/prize/2026/matrix"


def of(prize: Prize) -> Matrix:
    return matrix(prize, standing(prize))


def marks(found: Matrix, nomination: Nomination) -> list[str]:
    row = found.by_reference[nomination.reference]
    return [row.cells[column.member.user_id].mark.value for column in found.columns]


def test_the_median_decides(prizes: PrizeWorld) -> None:
    prize = prizes.prize(PrizeStatus.LOCKED)
    members, nomination = prizes.jury(prize), prizes.nomination(prize)
    for member, value in zip(members, [1, 1, 4, 5, 5], strict=True):
        prizes.declare(member, [nomination])
        prizes.score(member, nomination, value, sent=True)
    row = of(prize).rows[0]
    assert (row.total, row.spread, row.given, row.result.is_divided) == (75, 4, 5, True)


def test_recused_cells_are_empty_and_do_not_count(prizes: PrizeWorld) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    prizes.declare(members[0], [nominations[0]], ImpartialityAnswer.DISQUALIFIED, "Min søster leder stedet.")
    found = of(prize)
    assert marks(found, nominations[0]) == ["recused", "given", "given", "given", "given"]
    assert marks(found, nominations[1]) == ["given"] * 5
    assert found.by_reference[nominations[0].reference].recusals == 1


def test_a_doubt_that_nobody_has_settled_does_not_count(prizes: PrizeWorld) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    prizes.declare(members[0], [nominations[0]], ImpartialityAnswer.DOUBT, "Jeg kjenner lederen.")
    assert marks(of(prize), nominations[0]) == ["absent", "given", "given", "given", "given"]


def test_a_card_that_was_not_finished_does_not_count(prizes: PrizeWorld) -> None:
    prize = prizes.prize(PrizeStatus.LOCKED)
    members, nomination = prizes.jury(prize), prizes.nomination(prize)
    for member in members:
        prizes.declare(member, [nomination])
        prizes.score(member, nomination, [5, 5, 5, 5, 5, None if member is members[0] else 5], sent=True)
    found = of(prize)
    assert marks(found, nomination) == ["missing", "given", "given", "given", "given"]


def test_below_the_quorum_there_is_no_result(prizes: PrizeWorld) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    for member in members[:3]:
        prizes.declare(member, [nominations[0]], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    found = of(prize)
    assert [row.total for row in found.rows] == [None, 50, 25]
    assert [one.reference for one in found.candidates] == [nominations[1].reference, nominations[2].reference]


def test_a_strict_juror_is_seen(prizes: PrizeWorld) -> None:
    prize = prizes.prize(PrizeStatus.LOCKED)
    members, nomination = prizes.jury(prize), prizes.nomination(prize)
    for member, value in zip(members, [2, 4, 4, 4, 4], strict=True):
        prizes.declare(member, [nomination])
        prizes.score(member, nomination, value, sent=True)
    columns = of(prize).columns
    assert [(column.mean, column.beside) for column in columns[:2]] == [(25, -50), (75, 75 - (25 + 3 * 75) / 4)]


def revise(member: JuryMember, nomination: Nomination, value: int, at: datetime) -> None:
    own = db.session.query(Assessment).filter_by(subject_id=nomination.subject_id, assessor_id=member.user_id).one()
    db.session.add_all(
        ScoreRevision(
            score=score,
            value=value,
            reason="Det kom fram i møtet.",
            revised_by_id=member.user_id,
            revised_by_name=member.user.name,
            revised_at=at,
        )
        for score in own.scores
    )
    db.session.commit()


def test_a_revised_score_counts_and_the_first_one_stays(prizes: PrizeWorld, at: datetime) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.MEETING)
    revise(members[0], nominations[0], 2, at)
    cell = of(prize).by_reference[nominations[0].reference].cells[members[0].user_id]
    assert (set(cell.values.values()), set(cell.first.values()), cell.total, cell.is_revised) == ({2}, {4}, 25, True)


def test_a_deputy_stands_beside_when_called_in(prizes: PrizeWorld) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    deputy = prizes.member(members[0].seat, "Vera Vara", is_deputy=True)
    prizes.declare(deputy, nominations)
    assert [column.member for column in of(prize).columns] == members
    prizes.declare(members[0], [nominations[0]], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    prizes.score(deputy, nominations[0], 4, sent=True)
    found = of(prize)
    assert [column.member for column in found.columns] == [*members, deputy]
    assert marks(found, nominations[0]) == ["recused", *["given"] * 5]
    assert found.by_reference[nominations[1].reference].cells[deputy.user_id].mark is Mark.ABSENT


def test_three_statements_whatever_the_numbers(prizes: PrizeWorld) -> None:
    seen = []
    prize, members, _nominations = prizes.scored(PrizeStatus.LOCKED, (4,))
    for _ in range(2):
        known = standing(prize)
        with statements() as counted:
            matrix(prize, known)
        seen.append(len(counted))
        for number in range(3):
            more = prizes.nomination(prize, f"Enda et {number}")
            for member in members:
                prizes.declare(member, [more])
                prizes.score(member, more, 3, sent=True)
    assert seen == [seen[0]] * 2


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [PrizeStatus.DECLARING, PrizeStatus.SCORING, PrizeStatus.CANCELLED])
def test_nobody_sees_a_score_before_the_lock(prizes: PrizeWorld, sign_in: SignIn, status: PrizeStatus) -> None:
    """Unmistakable totals, so that a leak would be found."""
    _prize, members, nominations = prizes.scored(status, (4,))
    secretary = prizes.secretary()
    path = f"/matrix/{nominations[0].reference}"
    assert sign_in(members[0].user).get(JURY).status_code == 409
    assert sign_in(members[0].user).get(f"/jury/2026{path}").status_code == 409
    page = sign_in(secretary).get(STAFF)
    assert (page.status_code, "75,0" in page.text) == (200, False)
    assert sign_in(secretary).get(f"/staff/prize/2026{path}").status_code == 409
    assert sign_in(secretary).get("/staff/prize/2026/meeting").status_code == 409
    assert sign_in(secretary).get("/staff/prize/2026/ranking").status_code == 409


def test_after_the_lock_the_jury_and_the_secretary_see_all(prizes: PrizeWorld, sign_in: SignIn) -> None:
    _prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    for user, base in [(members[0].user, "/jury/2026"), (prizes.secretary(), "/staff/prize/2026")]:
        page = sign_in(user).get(f"{base}/matrix")
        assert [page.text.count(total) > 4 for total in ("75,0", "50,0", "25,0")] == [True] * 3
        row = sign_in(user).get(f"{base}/matrix/{nominations[0].reference}").text
        assert [name in row for name in ("Bjørn Myr", "Klara Im", "Ulrik Keller", "Eva Ekstern")] == [True] * 4


def test_others_do_not(prizes: PrizeWorld, world: World, sign_in: SignIn) -> None:
    prizes.scored(PrizeStatus.LOCKED)
    administrator = prizes.person("Anders Admin", Role.ADMINISTRATOR)
    stranger = prizes.person("Jo Juror", Role.JUROR)  # of another year's jury
    assert sign_in(administrator).get(STAFF).status_code == 403
    assert sign_in(stranger).get(JURY).status_code == 404
    assert sign_in(stranger).get("/jury/2026/meeting").status_code == 404


def test_a_deputy_who_was_not_called_in_keeps_fresh_eyes(prizes: PrizeWorld, sign_in: SignIn) -> None:
    _prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    deputy = prizes.member(members[0].seat, "Vera Vara", is_deputy=True)
    prizes.declare(deputy, nominations)
    assert sign_in(deputy.user).get(JURY).status_code == 403
    assert sign_in(deputy.user).get("/jury/2026/meeting").status_code == 403


def test_without_a_quorum_only_ones_own_is_shown(prizes: PrizeWorld, sign_in: SignIn) -> None:
    _prize, members, nominations = prizes.scored(PrizeStatus.LOCKED, (4,))
    for member in members[:3]:
        prizes.declare(member, nominations, ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    secretary = prizes.secretary()
    assert "75,0" not in sign_in(secretary).get(STAFF).text.partition("<tfoot>")[0]
    row = sign_in(members[3].user).get(f"/jury/2026/matrix/{nominations[0].reference}").text
    assert ('given__one--own">' in row, "Eva Ekstern" in row) == (True, False)


def test_who_is_recused_sees_nothing_of_it(prizes: PrizeWorld, sign_in: SignIn) -> None:
    _prize, members, nominations = prizes.scored(PrizeStatus.LOCKED, (4, 3))
    prizes.declare(members[0], [nominations[0]], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    client = sign_in(members[0].user)
    page = client.get(JURY).text
    assert ("Du er inhabil her, og ser ikke poengene." in page, page.partition("<tfoot>")[0].count("75,0")) == (True, 0)
    assert client.get(f"/jury/2026/matrix/{nominations[0].reference}").status_code == 403


def test_the_kept_table_follows_what_it_is_made_of(prizes: PrizeWorld, sign_in: SignIn, at: datetime) -> None:
    _prize, members, nominations = prizes.scored(PrizeStatus.MEETING, (4,))
    client = sign_in(prizes.secretary())

    def total() -> str:
        return client.get(STAFF).text.partition('matrix__total">')[2].partition("<")[0]

    seen = [total()]
    for member in members[:3]:
        revise(member, nominations[0], 2, at)
    seen.append(total())
    prizes.declare(members[3], nominations, ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    seen.append(total())
    prizes.declare(members[2], nominations, ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    prizes.declare(members[1], nominations, ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    seen.append(total())
    nominations[0].project = "Et annet navn"
    db.session.commit()
    assert seen == ["75,0", "25,0", "25,0", "–"]
    assert "Et annet navn" in client.get(STAFF).text


def test_the_page_costs_the_same_for_more(prizes: PrizeWorld, sign_in: SignIn) -> None:
    prize, members, _nominations = prizes.scored(PrizeStatus.LOCKED, (4,))
    client, seen = sign_in(members[0].user), []
    for _ in range(2):
        costs = []
        for _again in range(2):  # reckoned, then kept
            with statements() as counted:
                client.get(JURY)
            costs.append(len(counted))
        seen.append(costs)
        for number in range(3):
            more = prizes.nomination(prize, f"Enda et {number}")
            for member in members:
                prizes.declare(member, [more])
                prizes.score(member, more, 3, sent=True)
    assert seen[0] == seen[1]
    assert seen[0][1] <= 10


def test_the_secretary_locks_on_the_page(prizes: PrizeWorld, sign_in: SignIn, at: datetime) -> None:
    prize, members, _nominations = prizes.scored(PrizeStatus.SCORING)
    own = db.session.query(Assessment).filter_by(assessor_id=members[0].user_id).first()
    assert own is not None
    own.scores.pop()
    db.session.commit()
    client = sign_in(prizes.secretary())
    assert "Rita Regi" in client.get(STAFF).text
    refused = client.post("/staff/prize/2026/lock")
    assert (refused.status_code, prize.status) == (422, PrizeStatus.SCORING)
    assert "Bekreft at poengene skal låses likevel." in refused.text
    done = client.post("/staff/prize/2026/lock", data={"is_sure": "y"})
    assert (done.status_code, prize.status) == (302, PrizeStatus.LOCKED)
    assert client.post("/staff/prize/2026/lock", data={"is_sure": "y"}).status_code == 409


def test_the_secretary_opens_again_on_the_page(prizes: PrizeWorld, sign_in: SignIn, at: datetime) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.LOCKED)
    client = sign_in(prizes.secretary())
    assert client.post("/staff/prize/2026/reopen").status_code == 409
    for member in members[:3]:
        prizes.declare(member, [nominations[0]], ImpartialityAnswer.DISQUALIFIED, "Jeg arbeider der.")
    day = (at - timedelta(days=1)).date().isoformat()
    late = client.post("/staff/prize/2026/reopen", data={"day": day})
    assert (late.status_code, "Velg et tidspunkt som ikke er passert." in late.text) == (422, True)
    assert client.post("/staff/prize/2026/reopen", data={"day": "2026-09-03", "time": "12:00"}).status_code == 302
    assert (prize.status, nominations[0].takes_scores) == (PrizeStatus.SCORING, True)
