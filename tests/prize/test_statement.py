"""The statement: drafted of what the jurors wrote, held to its length, and a word for everybody."""

from datetime import timedelta

import pytest

from app.access import SYSTEM
from app.extensions import db
from app.judging.models import Assessment
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.jury.standing import standing
from app.prize.meeting.models import MeetingNote
from app.prize.models import PrizeStatus
from app.prize.scoring.models import JurorNote
from app.prize.verdict import confirming, statement
from app.prize.verdict.statement import Said, Texts, count_words, draft
from tests.counting import statements
from tests.prize.papers import SENTENCE, STATEMENT, WORD, SignIn, confirm_all, ranked, written
from tests.prize.verdict_world import Judged
from tests.prize_world import PrizeWorld

PAGE = "/staff/prize/2026/statement"


def typed(judged: Judged, **changes: str) -> dict[str, str]:
    form = {"statement": STATEMENT, "sentence": SENTENCE, "word_002": WORD, "word_003": WORD, "act": "minutes"}
    return {**form, **changes}


def comment(judged: Judged, nomination: int, member: int, criterion: int, text: str) -> None:
    own = {"subject_id": judged.nominations[nomination].subject_id, "assessor_id": judged.members[member].user_id}
    sheet = db.session.query(Assessment).filter_by(**own).one()
    sorted(sheet.scores, key=lambda score: score.criterion_id)[criterion].comment = text
    db.session.commit()


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("Ett ord til", 3), ("64 stoler – og åtte bord.", 5), ("a\n\nb  c", 3)]
)
def test_words_are_counted_as_a_person_would(text: str, count: int) -> None:
    assert count_words(text) == count


def test_the_draft_is_sentences_of_the_meeting_and_the_jurors() -> None:
    said = Said([("Nyskaping", "barna laget   knagger"), ("Kvalitet", "Bedre enn nytt!")], "Juryen var enig")
    assert draft(said) == "Juryen var enig. Barna laget knagger. Bedre enn nytt!"
    assert draft(Said()) == ""


def test_the_draft_stops_where_the_statement_must() -> None:
    said = Said([("Nyskaping", " ".join(["ord"] * 100)), ("Kvalitet", " ".join(["til"] * 60)), ("Sosial", "Kort.")])
    assert count_words(draft(said)) == 101


def test_comments_are_read_in_the_rubrics_order_and_private_notes_never(prizes: PrizeWorld) -> None:
    judged = ranked(prizes)
    comment(judged, 0, 3, 2, "Lett å kopiere.")
    comment(judged, 0, 1, 0, "Stor gevinst.")
    won = judged.nominations[0]
    db.session.add_all(
        [
            MeetingNote(nomination_id=won.id, text="Enstemmig.", noted_at=prizes.at),
            JurorNote(nomination_id=won.id, user_id=judged.members[0].user_id, text="Hemmelig", saved_at=prizes.at),
        ]
    )
    db.session.commit()
    said = statement.said(judged.prize, judged.nominations, judged.secretary)
    assert said[won.id] == Said(
        [("Sirkulær gevinst", "Stor gevinst."), ("Overføringsverdi", "Lett å kopiere.")], "Enstemmig."
    )
    assert said[judged.nominations[1].id] == Said([], "")


def test_what_was_said_costs_the_same_for_one_as_for_three(prizes: PrizeWorld) -> None:
    judged = ranked(prizes)
    costs = []
    for some in (judged.nominations[:1], judged.nominations):
        db.session.expire_all()
        statement.said(judged.prize, some, judged.secretary)
        with statements() as seen:
            statement.said(judged.prize, some, judged.secretary)
        costs.append(len(seen))
    assert costs == [3, 3]


def test_the_page_shows_the_draft_and_saves_what_is_typed(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = ranked(prizes)
    comment(judged, 0, 1, 0, "stor gevinst")
    client = sign_in(judged.secretary)
    page = client.get(PAGE).text
    assert (page.count("Stor gevinst."), page.count("Om Prosjekt 1"), page.count("Om Prosjekt 2")) == (1, 0, 1)
    answer = client.post(PAGE, data={"act": "draft", "statement": "Halvferdig", "sentence": "", "word_003": WORD})
    assert answer.location == PAGE
    assert (judged.verdict.statement, [each.text for each in judged.verdict.words]) == ("Halvferdig", [WORD])
    assert judged.prize.status is PrizeStatus.RANKED


def test_a_whole_text_makes_the_minutes(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = ranked(prizes)
    answer = sign_in(judged.secretary).post(PAGE, data=typed(judged))
    assert answer.location == "/staff/prize/2026/minutes"
    assert (judged.prize.status, judged.verdict.diploma_sentence) == (PrizeStatus.STATEMENT_READY, SENTENCE)
    assert judged.verdict.minutes_made_at == prizes.at


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"statement": "For kort."}, "Begrunnelsen er på 2 ord. Den skal være på 90 til 150 ord."),
        ({"statement": " ".join(["ord"] * 151)}, "Begrunnelsen er på 151 ord. Den skal være på 90 til 150 ord."),
        ({"sentence": " "}, "Skriv setningen som skal stå på diplomet."),
        ({"word_003": ""}, "Skriv noe sant som juryen sa om Prosjekt 3."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(
    prizes: PrizeWorld, sign_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    judged = ranked(prizes)
    answer = sign_in(judged.secretary).post(PAGE, data=typed(judged, **changes))
    assert (answer.status_code, answer.text.count(sentence)) == (409, 2)
    assert (judged.verdict.statement, judged.prize.status) == ("", PrizeStatus.RANKED)


def test_a_text_that_is_too_long_for_its_place(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = ranked(prizes)
    answer = sign_in(judged.secretary).post(PAGE, data=typed(judged, sentence="a" * 161))
    assert (answer.status_code, "høyst 160 tegn" in answer.text) == (422, True)


def test_while_the_members_confirm_nothing_is_saved_beside_the_minutes(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    answer = sign_in(judged.secretary).post(PAGE, data=typed(judged, act="draft", statement="Noe annet"))
    assert (answer.status_code, judged.verdict.statement) == (409, STATEMENT)


def test_when_all_have_confirmed_the_text_stands(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = confirm_all(prizes, written(prizes))
    client = sign_in(judged.secretary)
    answer = client.post(PAGE, data=typed(judged, statement=STATEMENT.upper()))
    assert (answer.status_code, judged.verdict.statement) == (409, STATEMENT)
    page = client.get(PAGE).text
    assert (page.count("Teksten kan ikke endres nå"), page.count('name="act"')) == (1, 0)


def test_only_the_secretary_writes(prizes: PrizeWorld) -> None:
    judged = ranked(prizes)
    for by in (SYSTEM, judged.members[-1].user):
        with pytest.raises(NotPermitted):
            statement.write(judged.verdict, [], Texts("", ""), by=by, at=prizes.at)


@pytest.mark.parametrize("status", [each for each in PrizeStatus if each not in statement.OPEN])
def test_nothing_is_written_at_any_other_time(prizes: PrizeWorld, status: PrizeStatus) -> None:
    prize, secretary = prizes.prize(status), prizes.secretary()
    with pytest.raises(NotNow):
        statement.can_write(prize, secretary)


def test_the_same_minutes_are_not_asked_for_again_and_others_are(prizes: PrizeWorld) -> None:
    judged = written(prizes)
    verdict, jury = judged.verdict, standing(judged.prize)
    first, later = verdict.minutes_sha256, prizes.at + timedelta(days=1)
    confirming.confirm(
        verdict, judged.members[0], jury, sha256=first or "", dissent=None, by=judged.members[0].user, at=prizes.at
    )
    others = judged.nominations[1:]
    confirming.make(verdict, jury, others, by=judged.secretary, at=later)
    assert (verdict.minutes_sha256, verdict.minutes_made_at) == (first, prizes.at)
    verdict.statement = STATEMENT.replace("finere", "penere")
    confirming.make(verdict, jury, others, by=judged.secretary, at=later)
    db.session.commit()
    assert (verdict.minutes_sha256 == first, verdict.minutes_made_at) == (False, later)
    assert [each.confirmation for each in confirming.signers(verdict, jury)] == [None] * 5


def test_minutes_that_nobody_can_confirm_are_not_made(prizes: PrizeWorld) -> None:
    judged = ranked(prizes)
    for each in judged.members:
        each.left_at = prizes.at
    db.session.commit()
    with pytest.raises(NotComplete):
        written(prizes, judged)
    db.session.rollback()
