"""The minutes: what they hold, who confirms them, and the file that comes of it."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.extensions import db
from app.files.queries import read
from app.judging.actions import Given, revise
from app.judging.models import ImpartialityAnswer
from app.policy import NotNow, NotPermitted
from app.prize.jury.standing import standing
from app.prize.meeting.models import Attendance, Ballot, BallotChoice, BallotStatus, JuryVote, MeetingNote
from app.prize.models import PrizeStatus
from app.prize.nominations.models import NominationStatus
from app.prize.verdict import confirming
from app.prize.verdict.minutes import gather
from app.prize.verdict.models import MinutesConfirmation
from app.prize.verdict.ranking import set_ranking
from tests.counting import statements
from tests.prize.papers import (
    SENTENCE,
    STATEMENT,
    SignIn,
    confirm_all,
    failures,
    handed_over,
    pages,
    ranked,
    sealed,
    written,
)
from tests.prize.verdict_world import Judged
from tests.prize_world import PrizeWorld

STAFF, JUROR = "/staff/prize/2026/minutes", "/jury/2026/minutes"


def file_of(judged: Judged) -> bytes:
    assert judged.verdict.minutes_sha256 is not None
    return read(judged.verdict.minutes_sha256)


def test_the_minutes_hold_what_they_must(prizes: PrizeWorld) -> None:
    judged = ranked(prizes)
    prize, won = judged.prize, judged.nominations[0]
    prizes.nomination(prize, "Utenfor", status=NominationStatus.NOT_QUALIFIED)
    prizes.nomination(prize, "Tvilling", status=NominationStatus.MERGED, merged_into_id=won.id)
    db.session.add(MeetingNote(nomination_id=won.id, text="Juryen var enig.", noted_at=prizes.at))
    db.session.commit()
    minutes = gather(written(prizes, judged).verdict, standing(prize), by=judged.secretary)
    assert [(each.name, each.seat, each.role, each.was_there) for each in minutes.members] == [
        ("Rita Regi", "Renovasjons- og gjenvinningsetaten", "", True),
        ("Bjørn Myr", "Bymiljøetaten", "", True),
        ("Klara Im", "Klimaetaten", "", True),
        ("Ulrik Keller", "Utviklings- og kompetanseetaten", "", True),
        ("Eva Ekstern", "Ekstern fagperson", "juryleder", True),
    ]
    counts = minutes.counts
    assert (counts.received, counts.merged, counts.not_qualified, counts.withdrawn, counts.judged) == (5, 1, 1, 0, 3)
    assert (minutes.secretary, minutes.met_at, minutes.quorum) == ("Sunniva Skriver", prize.meeting_at, 3)
    assert [(each.name, each.weight) for each in minutes.criteria][:2] == [
        ("Sirkulær gevinst", 25),
        ("Kvalitet i løsningen", 20),
    ]
    assert [(each.place, each.project) for each in minutes.places] == [
        ("1. plass", "Prosjekt 1"),
        ("2. plass, hederlig omtale", "Prosjekt 2"),
    ]
    assert minutes.separated_by == "Førsteplassen ble avgjort av høyest sum."
    assert [(each.about, each.text) for each in minutes.notes] == [("Prosjekt 1", "Juryen var enig.")]
    assert [each.about for each in minutes.words] == ["Prosjekt 2", "Prosjekt 3"]
    assert minutes.scores is not None
    first = minutes.scores.lines[0]
    assert (first.project, first.medians, first.total, first.spread, first.own[0]) == (
        "Prosjekt 1",
        ("4",) * 6,
        "75,0",
        "0",
        "4 4 4 4 4 4",
    )


def test_the_file_is_valid_marked_and_says_it_all(prizes: PrizeWorld) -> None:
    judged = written(prizes)
    pdf = file_of(judged)
    assert failures(pdf) == []
    text = " ".join(pages(pdf))
    for said in (
        "Protokoll fra juryen for Ombruksprisen 2026",
        "Sperrefrist. Ingen utenfor juryen og sekretariatet",
        "Unntatt offentlighet, offentleglova § 26 andre ledd",
        judged.prize.mandate,
        STATEMENT,
        f"På diplomet: «{SENTENCE}»",
        "Vedlegg: poengene fra hvert medlem",
    ):
        assert (said, text.count(said) > 0) == (said, True)


def test_only_the_ranking_where_the_year_says_so(prizes: PrizeWorld) -> None:
    judged = written(prizes, minutes_show_scores=False)
    text = " ".join(pages(file_of(judged)))
    assert (text.count("Median for hvert kriterium"), text.count("Vedlegg"), text.count("1. plass")) == (0, 0, 1)


def test_recusals_say_why(prizes: PrizeWorld) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.MEETING)
    prizes.declare(members[1], nominations[:1], ImpartialityAnswer.DISQUALIFIED, "Søsteren leder prosjektet.")
    nominations[2].unit_code = "KLI"
    db.session.commit()
    judged = _ranked_again(prizes, prize, members, nominations)
    found = gather(judged.verdict, standing(prize), by=judged.secretary).recusals
    assert [(each.member, each.project, each.reason) for each in found] == [
        ("Bjørn Myr", "Prosjekt 1", "Søsteren leder prosjektet."),
        ("Klara Im", "Prosjekt 3", "Inhabil fordi prosjektet er fra virksomheten som medlemmet representerer."),
    ]
    scores = gather(judged.verdict, standing(prize), by=judged.secretary).scores
    assert scores is not None
    assert [line.own[1] for line in scores.lines] == ["inhabil", "3 3 3 3 3 3", "2 2 2 2 2 2"]


def _ranked_again(prizes: PrizeWorld, prize: Any, members: Any, nominations: Any) -> Judged:
    secretary = prizes.secretary()
    verdict = set_ranking(prize, nominations[:1], [], "total", None, by=secretary, at=prizes.at)
    db.session.commit()
    return Judged(prize, members, nominations, verdict, secretary)


def test_a_changed_score_stands_beside_the_first(prizes: PrizeWorld) -> None:
    prize, members, nominations = prizes.scored(PrizeStatus.MEETING)
    first = prize.rubric.criteria[0]
    changed = [(first, Given(3))]
    revise(nominations[0].subject_id or 0, changed, "Jeg så bildene.", by=members[0].user, at=prizes.at)
    db.session.commit()
    judged = _ranked_again(prizes, prize, members, nominations)
    scores = gather(judged.verdict, standing(prize), by=judged.secretary).scores
    assert scores is not None
    assert (scores.lines[0].own[0], scores.is_any_changed) == ("3 (før 4) 4 4 4 4 4", True)


def test_a_ballot_is_told_with_its_numbers(prizes: PrizeWorld) -> None:
    judged = ranked(prizes)
    first, second = judged.nominations[:2]
    votes = [first.id, first.id, second.id, None]
    ballot = Ballot(prize_id=judged.prize.id, question="Hvem skal vinne?", place=1, opened_at=prizes.at)
    ballot.status, ballot.closed_at, ballot.won_id = BallotStatus.CLOSED, prizes.at, first.id
    ballot.choices = [BallotChoice(nomination_id=one.id, position=at) for at, one in enumerate((first, second))]
    ballot.votes = [
        JuryVote(member_id=member.id, nomination_id=vote, voted_at=prizes.at)
        for member, vote in zip(judged.members, votes, strict=False)
    ]
    db.session.add(ballot)
    db.session.commit()
    told = gather(judged.verdict, standing(judged.prize), by=judged.secretary).ballots
    assert [(each.about, each.text) for each in told] == [
        ("Hvem skal vinne?", "Prosjekt 1 2, Prosjekt 2 1, blanke 1. Valgt: Prosjekt 1.")
    ]


def test_a_member_reads_and_confirms(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    client = sign_in(judged.members[0].user)
    page = client.get(JUROR).text
    assert (page.count("Bekreft protokollen"), page.count("0 av 5 har bekreftet")) == (1, 2)
    assert client.get(f"{JUROR}.pdf").data == file_of(judged)
    answer = client.post(JUROR, data={"sha256": judged.verdict.minutes_sha256, "dissent": "Jeg er uenig."})
    assert answer.location == JUROR
    page = client.get(JUROR).text
    assert (page.count("1 av 5 har bekreftet"), page.count("Jeg er uenig."), page.count("<form method")) == (2, 1, 1)


def test_the_last_one_signs(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    seen = []
    for each in judged.members:
        sign_in(each.user).post(JUROR, data={"sha256": judged.verdict.minutes_sha256})
        seen.append(judged.prize.status)
    assert seen == [PrizeStatus.STATEMENT_READY] * 4 + [PrizeStatus.SIGNED]


def test_nobody_confirms_twice(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    client = sign_in(judged.members[0].user)
    form = {"sha256": judged.verdict.minutes_sha256}
    assert [client.post(JUROR, data=form).status_code for _ in range(2)] == [302, 409]
    assert db.session.query(MinutesConfirmation).count() == 1


def test_minutes_that_were_changed_since_must_be_read_again(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    answer = sign_in(judged.members[0].user).post(JUROR, data={"sha256": "0" * 64, "dissent": "Mitt forbehold"})
    assert (answer.status_code, "endret siden du åpnet den" in answer.text, "Mitt forbehold" in answer.text) == (
        409,
        True,
        True,
    )
    assert db.session.query(MinutesConfirmation).count() == 0


def test_a_dissent_that_is_too_long(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    form = {"sha256": judged.verdict.minutes_sha256, "dissent": "a" * 1501}
    assert sign_in(judged.members[0].user).post(JUROR, data=form).status_code == 422


def test_who_was_not_there_neither_reads_nor_confirms(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = ranked(prizes)
    db.session.query(Attendance).filter_by(member_id=judged.members[2].id).delete()
    db.session.commit()
    written(prizes, judged)
    client = sign_in(judged.members[2].user)
    form = {"sha256": judged.verdict.minutes_sha256}
    codes = [client.get(JUROR).status_code, client.get(f"{JUROR}.pdf").status_code]
    assert [*codes, client.post(JUROR, data=form).status_code] == [403, 403, 403]
    assert len(confirming.signers(judged.verdict, standing(judged.prize))) == 4


def test_another_years_juror_finds_nothing(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    stranger = prizes.person("Andre År", Role.JUROR)
    client = sign_in(stranger)
    form = {"sha256": judged.verdict.minutes_sha256}
    answers = [client.get(JUROR), client.get(f"{JUROR}.pdf"), client.post(JUROR, data=form)]
    assert [each.status_code for each in answers] == [404] * 3


def test_before_they_are_made_there_are_none(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = ranked(prizes)
    assert sign_in(judged.members[0].user).get(JUROR).status_code == 404
    client = sign_in(judged.secretary)
    assert (client.get(STAFF).status_code, client.get(f"{STAFF}.pdf").status_code) == (200, 404)


def test_who_lacks_is_seen_by_the_secretary(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    sign_in(judged.members[0].user).post(JUROR, data={"sha256": judged.verdict.minutes_sha256})
    page = sign_in(judged.secretary).get(STAFF).text
    assert (page.count("Mangler"), page.count("1 av 5 har bekreftet"), page.count("avslutt")) == (4, 2, 0)


def test_when_the_last_lacking_member_left_the_secretary_closes(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    for each in judged.members[:4]:
        sign_in(each.user).post(JUROR, data={"sha256": judged.verdict.minutes_sha256})
    client = sign_in(judged.secretary)
    refused = client.post(f"{STAFF}/close")
    assert (refused.status_code, "Eva Ekstern" in refused.text) == (409, True)
    judged.members[4].left_at = prizes.at + timedelta(days=1)
    db.session.commit()
    assert client.get(STAFF).text.count("avslutt") == 1
    assert client.post(f"{STAFF}/close").location == STAFF
    assert judged.prize.status is PrizeStatus.SIGNED


def test_the_secretary_confirms_nothing(prizes: PrizeWorld) -> None:
    judged = written(prizes)
    with pytest.raises(NotPermitted):
        confirming.can_confirm(judged.verdict, None)


@pytest.mark.parametrize("is_over", [False, True])
def test_the_finished_minutes_hold_every_confirmation(prizes: PrizeWorld, sign_in: SignIn, is_over: bool) -> None:
    judged = confirm_all(prizes, written(prizes), dissent="Jeg ville satt en annen først.")
    sha256 = judged.verdict.minutes_sha256
    if is_over:
        judged.prize.status = PrizeStatus.HANDED_OVER
        db.session.commit()
    pdf = sign_in(judged.secretary).get(f"{STAFF}.pdf").data
    assert failures(pdf) == []
    text = " ".join(pages(pdf))
    assert (text.count("Jeg ville satt en annen først."), text.count("kl. 10.00.00"), text.count(str(sha256))) == (
        1,
        5,
        1,
    )
    assert text.count("Sperrefrist") == (0 if is_over else 1)


def test_they_say_what_they_said_whatever_happens_later(prizes: PrizeWorld) -> None:
    judged = handed_over(prizes)
    before = confirming.signed_minutes(judged.verdict, is_sealed=False)
    judged.nominations[0].project, judged.prize.mandate = "Et annet navn", "Et annet mandat"
    db.session.commit()
    assert confirming.signed_minutes(judged.verdict, is_sealed=False) == before


def test_after_the_seal_nothing_is_confirmed(prizes: PrizeWorld) -> None:
    judged = sealed(prizes)
    own = confirming.signers(judged.verdict, standing(judged.prize))[0]
    with pytest.raises(NotNow):
        confirming.can_confirm(judged.verdict, own)


def test_the_pages_cost_the_same_whatever_the_number_of_members(
    prizes: PrizeWorld, sign_in: SignIn, client: FlaskClient
) -> None:
    judged = written(prizes)
    costs = []
    for left in ((), judged.members[2:4]):
        for each in left:
            each.left_at = prizes.at
        db.session.commit()
        for person, page in ((judged.secretary, STAFF), (judged.members[0].user, JUROR)):
            sign_in(person).get(page)
            db.session.expire_all()
            with statements() as seen:
                assert sign_in(person).get(page).status_code == 200
            costs.append(len(seen))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 12
