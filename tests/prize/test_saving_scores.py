"""Each touch is saved by itself, also one given without a connection; nothing newer is undone, nothing after the lock
is taken in, and nobody is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEvent
from app.extensions import db
from app.judging.models import Assessment, ImpartialityAnswer, Score
from app.prize.jury.models import JuryMember
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.scoring.models import JurorNote
from tests.counting import statements
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]


class Evening:
    """One juror with one nomination to score."""

    def __init__(self, prizes: PrizeWorld, sign_in: SignIn) -> None:
        self.at = prizes.at
        self.prize: Prize = prizes.prize(scoring_closes_at=prizes.at + timedelta(days=3))
        self.rita: JuryMember = prizes.jury(self.prize)[0]
        self.nomination: Nomination = prizes.nomination(self.prize)
        prizes.declare(self.rita, [self.nomination])
        self.client = sign_in(self.rita.user)
        self.url = f"/jury/2026/nominations/{self.nomination.reference}"
        self.who = self.rita.public_id

    def touch(self, part: str, value: str = "", *, touched: datetime | None = None, **more: Any) -> Any:
        body = {"who": self.who, "part": part, "value": value, **more}
        if touched:
            body["touched"] = int(touched.timestamp() * 1000)
        return self.client.post(f"{self.url}/{'note' if part == 'note' else 'scores'}", json=body)

    def scores(self) -> dict[str, Any]:
        db.session.rollback()
        found = db.session.execute(select(Score).order_by(Score.id)).scalars()
        return {score.criterion.code: None if score.cannot_assess else score.value for score in found}


@pytest.fixture
def evening(prizes: PrizeWorld, sign_in: SignIn) -> Evening:
    return Evening(prizes, sign_in)


def test_each_touch_is_saved(evening: Evening) -> None:
    answer = evening.touch("circular", "4")
    assert (answer.status_code, answer.json["saved"]) == (200, "Lagret kl. 10.00")
    evening.touch("quality", "none")
    evening.touch("circular", "5", text="Ført i kilo.")
    assert evening.scores() == {"circular": 5, "quality": None}
    assert db.session.scalar(select(Score.comment).where(Score.value == 5)) == "Ført i kilo."
    assert db.session.scalar(select(Assessment.sent_at)) is None


def test_nothing_is_recorded_of_who_scores(evening: Evening) -> None:
    before = len(db.session.scalars(select(AuditEvent)).all())
    evening.touch("circular", "4")
    evening.touch("note", text="Fin.")
    assert len(db.session.scalars(select(AuditEvent)).all()) == before


def test_a_touch_counts_from_when_it_was_given(evening: Evening) -> None:
    given = evening.at - timedelta(minutes=20)
    evening.touch("circular", "4", touched=given)
    assert db.session.scalar(select(Score.saved_at)) == given


def test_an_older_touch_never_takes_the_place_of_a_newer(evening: Evening) -> None:
    evening.touch("circular", "2")
    late = evening.touch("circular", "4", touched=evening.at - timedelta(minutes=20))
    assert (late.status_code, late.json["error"]) == (
        409,
        "Sirkulær gevinst: du ga noe nyere kl. 10.00, fra et annet sted. Det står.",
    )
    assert late.json["standing"] == {"value": 2, "cannot_assess": False, "comment": ""}
    assert evening.scores() == {"circular": 2}


def test_the_same_touch_twice_is_one(evening: Evening) -> None:
    touched = evening.at - timedelta(minutes=1)
    answers = [evening.touch("circular", "4", touched=touched) for _again in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert evening.scores() == {"circular": 4}


def test_a_clock_that_is_ahead_gives_nobody_the_last_word(evening: Evening) -> None:
    evening.touch("circular", "4", touched=evening.at + timedelta(days=2))
    with clock.frozen(evening.at + timedelta(minutes=1)):
        assert evening.touch("circular", "3").status_code == 200
    assert evening.scores() == {"circular": 3}


@pytest.mark.parametrize(
    ("status", "after", "sentence"),
    [
        (PrizeStatus.SCORING, 3, "Poengene ble låst fredag 4. september kl. 10.00. De kan ikke endres her."),
        (PrizeStatus.LOCKED, 0, "Poengene er låst. De kan ikke endres her."),
        (PrizeStatus.DECLARING, 0, "Juryen har ikke begynt å gi poeng."),
    ],
)
def test_after_the_lock_it_is_refused_in_words(
    evening: Evening, status: PrizeStatus, after: int, sentence: str
) -> None:
    evening.prize.status = status
    db.session.commit()
    with clock.frozen(evening.at + timedelta(days=after)):
        answer = evening.touch("circular", "4", touched=evening.at)
        assert (answer.status_code, answer.json["error"]) == (409, sentence)
    assert evening.scores() == {}


def test_scores_that_were_locked_stay_locked_when_others_are_opened(prizes: PrizeWorld, evening: Evening) -> None:
    prizes.score(evening.rita, evening.nomination, 4, sent=True)
    assert evening.touch("circular", "5").status_code == 409
    assert set(evening.scores().values()) == {4}


def test_the_deputy_gives_scores_where_they_were_opened_again(
    prizes: PrizeWorld, evening: Evening, sign_in: SignIn
) -> None:
    other = prizes.nomination(evening.prize, "Ikke åpnet igjen")
    deputy = prizes.member(evening.rita.seat, "Vera Vara", is_deputy=True)
    prizes.declare(evening.rita, [evening.nomination, other], ImpartialityAnswer.DISQUALIFIED, "Ny jobb.")
    prizes.declare(deputy, [evening.nomination, other])
    evening.prize.scores_locked_at = evening.nomination.scores_reopened_at = evening.at
    db.session.commit()
    sign_in(deputy.user)
    evening.who = deputy.public_id
    assert evening.touch("circular", "4").status_code == 200
    evening.url = f"/jury/2026/nominations/{other.reference}"
    assert evening.touch("circular", "4").status_code == 409
    assert evening.scores() == {"circular": 4}


def test_whoever_is_recused_meanwhile_is_refused(prizes: PrizeWorld, evening: Evening) -> None:
    prizes.declare(evening.rita, [evening.nomination], ImpartialityAnswer.DISQUALIFIED, "Ny jobb.")
    answer = evening.touch("circular", "4")
    assert (answer.status_code, answer.json["error"]) == (
        403,
        "Denne nominasjonen leser du ikke: du er inhabil, eller har ikke svart på habilitet.",
    )
    assert evening.touch("note", text="Likevel").status_code == 403
    assert evening.scores() == {}


def test_what_another_gave_on_the_same_tablet_is_not_saved_as_ones_own(prizes: PrizeWorld, evening: Evening) -> None:
    evening.who = "noen-andre"
    answer = evening.touch("circular", "4")
    assert (answer.status_code, answer.json) == (
        409,
        {"error": "Dette ble gitt av en annen enn den som er logget inn.", "other": True},
    )
    assert evening.scores() == {}


@pytest.mark.parametrize(
    "body",
    [[], "4", 7, {}, {"part": "circular", "value": "6"}, {"part": "circular", "value": "4", "text": "x" * 601}],
)
def test_what_cannot_be_read_is_refused(evening: Evening, body: Any) -> None:
    sent = {"who": evening.who, **body} if isinstance(body, dict) else body
    assert evening.client.post(f"{evening.url}/scores", json=sent).status_code == 422
    assert evening.scores() == {}


@pytest.mark.parametrize("touched", ["i går", -(10**20), 10**20, None, [], float("inf")])
def test_a_time_that_cannot_be_read_is_now(evening: Evening, touched: Any) -> None:
    body = {"who": evening.who, "part": "circular", "value": "3", "touched": str(touched)}
    assert evening.client.post(f"{evening.url}/scores", json=body).status_code == 200
    assert evening.scores() == {"circular": 3}


def test_an_unknown_criterion_is_not_found(evening: Evening) -> None:
    assert evening.touch("beauty", "4").status_code == 404


def test_a_save_costs_six_statements_at_most(evening: Evening) -> None:
    costs = []
    for value in ("4", "5"):
        db.session.expire_all()
        with statements() as seen:
            evening.touch("circular", value)
        costs.append(len(seen))
    assert costs == [6, 5]


# --- notes -----------------------------------------------------------------------------------------------------------


def test_a_note_is_kept_and_changed(evening: Evening) -> None:
    evening.touch("note", text="Se på tallene.")
    evening.touch("note", text="Tallene holder.")
    assert [note.text for note in db.session.scalars(select(JurorNote))] == ["Tallene holder."]


def test_a_note_that_was_changed_elsewhere_is_handed_back(evening: Evening) -> None:
    evening.touch("note", text="Nyere.")
    answer = evening.touch("note", text="Eldre.", touched=evening.at - timedelta(minutes=5))
    assert (answer.status_code, answer.json["standing"]) == (409, {"text": "Nyere."})
    assert [note.text for note in db.session.scalars(select(JurorNote))] == ["Nyere."]


def test_notes_may_be_written_after_the_lock(evening: Evening) -> None:
    evening.prize.status = PrizeStatus.MEETING
    db.session.commit()
    assert evening.touch("note", text="Til møtet.").status_code == 200


# --- without the page's script ---------------------------------------------------------------------------------------


def test_a_whole_card_is_saved_as_a_form(evening: Evening) -> None:
    given = {"value-circular": "4", "value-quality": "none", "comment-circular": "Godt regnet.", "note": "Fin."}
    answer = evening.client.post(f"{evening.url}/scores", data={**given, "go": "stay"})
    assert (answer.status_code, answer.location) == (302, evening.url)
    assert evening.scores() == {"circular": 4, "quality": None}
    assert [note.text for note in db.session.scalars(select(JurorNote))] == ["Fin."]


def test_the_buttons_lead_on(prizes: PrizeWorld, evening: Evening) -> None:
    other = prizes.nomination(evening.prize, "To")
    prizes.declare(evening.rita, [other])
    first, second = sorted(
        (evening.url, f"/jury/2026/nominations/{other.reference}"),
        key=lambda url: 'value="1"' not in evening.client.get(url).text.split("card-bar__text")[1][:200],
    )
    led = {
        go: evening.client.post(f"{first}/scores", data={"go": go}).location
        for go in ("previous", "next", "compare", "stay")
    }
    assert led == {
        "previous": "/jury/2026/nominations",
        "next": second,
        "compare": f"/jury/2026/compare?a={first.rpartition('/')[2]}",
        "stay": first,
    }


def test_what_was_changed_elsewhere_since_the_page_was_shown_is_not_undone(evening: Evening) -> None:
    seen = int((evening.at - timedelta(minutes=5)).timestamp() * 1000)
    evening.touch("circular", "2")
    answer = evening.client.post(f"{evening.url}/scores", data={"value-circular": "4", "seen": str(seen)})
    assert answer.status_code == 409
    assert evening.scores() == {"circular": 2}


def test_a_form_that_is_refused_keeps_what_was_typed(evening: Evening) -> None:
    typed = {"value-circular": "4", "comment-quality": "x" * 601, "note": "Skrevet nå."}
    answer = evening.client.post(f"{evening.url}/scores", data=typed)
    assert answer.status_code == 422
    assert 'id="k-circular-4" value="4" checked' in answer.text
    assert ">Skrevet nå.</textarea>" in answer.text
    assert evening.scores() == {}


def test_a_form_after_the_lock_says_why(evening: Evening) -> None:
    evening.prize.status = PrizeStatus.LOCKED
    db.session.commit()
    answer = evening.client.post(f"{evening.url}/scores", data={"value-circular": "4"})
    assert (answer.status_code, answer.text.count("Poengene er låst. De kan ikke endres her.")) == (409, 2)
