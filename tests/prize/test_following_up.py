"""What a nominator does after sending: answers, withdraws, reads; and drafts that nobody sends."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from app.access import SYSTEM
from app.extensions import db
from app.policy import NotComplete, NotNow, denial
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations import actions, links, policy
from app.prize.nominations.models import FactRequest, Nomination, NominationLink, NominationStatus, Side
from tests.prize.nominating import draft, errors
from tests.prize_world import PrizeWorld

N = NominationStatus


@pytest.fixture
def prize(prizes: PrizeWorld) -> Prize:
    return prizes.prize(PrizeStatus.PLANNED)


def asked(prizes: PrizeWorld, nomination: Nomination, to: str, question: str = "Hvor mange stoler?") -> FactRequest:
    made = FactRequest(
        nomination_id=nomination.id,
        to_email=to,
        question=question,
        due_on=date(2026, 9, 8),
        asked_by_id=prizes.secretary().id,
        asked_at=prizes.at,
    )
    db.session.add(made)
    db.session.flush()
    return made


def linked(prizes: PrizeWorld, nomination: Nomination) -> str:
    made = links.make(nomination, prizes.at, "")
    db.session.commit()
    return made


def test_the_nominator_answers_on_their_own_page(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    waiting = prizes.nomination(prize, status=N.NEEDS_INFO)
    asked(prizes, waiting, waiting.nominator_email)
    link = linked(prizes, waiting)
    assert f'href="{link}/svar/1"' in client.get(link).text
    empty = client.post(f"{link}/svar/1", data={"answer": "  "})
    assert (empty.status_code, errors(empty.text)) == (422, ["Svaret: Skriv et svar."])
    assert client.post(f"{link}/svar/1", data={"answer": " Seksti. "}).location == link
    db.session.refresh(waiting)
    assert (waiting.status, waiting.requests[0].answer) == (N.SCREENING, "Seksti.")
    late = client.post(f"{link}/svar/1", data={"answer": "Sytti."})
    assert (late.status_code, "Sytti." in late.text, "Spørsmålet er besvart." in late.text) == (409, True, True)
    assert waiting.requests[0].answer == "Seksti."


def test_somebody_else_answers_and_sees_the_question_alone(
    client: FlaskClient, prizes: PrizeWorld, prize: Prize
) -> None:
    waiting = prizes.nomination(prize, status=N.NEEDS_INFO, why="Hemmelig ros")
    request = asked(prizes, waiting, "leder@sted.example")
    address = links.make_for_request(request, prizes.at, "")
    link = linked(prizes, waiting)
    page = client.get(address)
    assert (page.status_code, "Hvor mange stoler?" in page.text, "Hemmelig ros" in page.text) == (200, True, False)
    assert client.get(f"{link}/svar/1").status_code == 404
    assert "Hvor mange stoler?" not in client.get(link).text
    assert client.post(address, data={"answer": "Seksti."}).location == address
    assert "Seksti." in client.get(address).text


def test_it_waits_until_all_are_answered(prizes: PrizeWorld, prize: Prize) -> None:
    waiting = prizes.nomination(prize, status=N.NEEDS_INFO)
    first, second = asked(prizes, waiting, "a@sted.example"), asked_again(prizes, waiting)
    actions.answer_facts(first, "Ja", at=prizes.at)
    assert waiting.status is N.NEEDS_INFO
    actions.answer_facts(second, "Nei", at=prizes.at)
    assert waiting.status is N.SCREENING
    db.session.commit()


def asked_again(prizes: PrizeWorld, nomination: Nomination) -> FactRequest:
    first = nomination.requests[0]
    made = FactRequest(
        nomination_id=nomination.id,
        to_email="b@sted.example",
        question="Er det ferdig?",
        due_on=first.due_on,
        asked_by_id=first.asked_by_id,
        asked_at=prizes.at,
    )
    db.session.add(made)
    db.session.flush()
    db.session.expire(nomination, ["requests"])
    return made


def test_a_finalist_who_answers_stays_with_the_jury(prizes: PrizeWorld, prize: Prize) -> None:
    qualified = prizes.nomination(prize)
    request = asked(prizes, qualified, qualified.contact_email)
    request.is_for_finalists = True
    actions.answer_facts(request, "Ja", at=prizes.at)
    assert (qualified.status, request.answered_at) == (N.QUALIFIED, prizes.at)
    db.session.commit()


def test_an_answer_after_the_secretariat_went_on_is_refused(prizes: PrizeWorld, prize: Prize) -> None:
    waiting = prizes.nomination(prize, status=N.SCREENING)
    request = asked(prizes, waiting, waiting.nominator_email)
    request.closed_at = prizes.at
    with pytest.raises(NotNow, match="Vi har gått videre"):
        actions.answer_facts(request, "Ja", at=prizes.at)
    db.session.commit()


def test_a_nomination_is_withdrawn_with_a_reason(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    sent = prizes.nomination(prize, status=N.SUBMITTED)
    link = linked(prizes, sent)
    assert client.post(f"{link}/trekk", data={"reason": ""}).status_code == 422
    assert client.post(f"{link}/trekk", data={"reason": "Feil prosjekt"}).location == link
    db.session.refresh(sent)
    assert (sent.status, sent.withdrawn_reason, sent.withdrawn_at) == (N.WITHDRAWN, "Feil prosjekt", prizes.at)
    again = client.post(f"{link}/trekk", data={"reason": "Igjen"})
    assert (again.status_code, "Igjen" in again.text) == (409, True)


@pytest.mark.parametrize("status", [N.SUBMITTED, N.SCREENING, N.NEEDS_INFO, N.QUALIFIED])
@pytest.mark.parametrize("year", list(PrizeStatus))
def test_nothing_is_withdrawn_from_under_a_ranking(
    prizes: PrizeWorld, status: NominationStatus, year: PrizeStatus
) -> None:
    made = Nomination(status=status, prize=prizes.prize(year))
    late = "Juryen er ferdig, og nominasjonen kan ikke trekkes lenger. Ta kontakt med oss."
    assert denial(policy.can_withdraw, made, SYSTEM) == (late if year in policy.SETTLED else None)
    db.session.rollback()


def test_a_draft_is_thrown_away_whole(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    _made, link = draft(prizes, prize)
    db.session.commit()
    assert client.post(f"{link}/slett").location == "/ombruksprisen/nominer"
    assert (db.session.query(Nomination).count(), db.session.query(NominationLink).count()) == (0, 0)
    assert client.get(link).status_code == 404


def test_what_was_never_sent_is_removed_a_month_after_the_deadline(prizes: PrizeWorld, prize: Prize) -> None:
    draft(prizes, prize)
    sent = prizes.nomination(prize, status=N.SUBMITTED)
    assert actions.forget_drafts(prize.closes_at + timedelta(days=30)) == 0
    assert actions.forget_drafts(prize.closes_at + timedelta(days=30, seconds=1)) == 1
    db.session.commit()
    assert db.session.query(Nomination).one() is sent


@pytest.mark.parametrize(
    ("change", "lack"),
    [
        ({"project": ""}, ("project", "Skriv hva prosjektet heter.")),
        ({"is_finished": None}, ("is_finished", "Velg om prosjektet er ferdig.")),
        ({"period_to": date(2026, 1, 1)}, ("period_to", "Arbeidet kan ikke ende før det begynte.")),
        ({"value_nok": None}, ("value_nok", "Skriv hva det kostet. Et rundt tall holder.")),
        ({"agreement": None}, ("agreement", "Velg hvilken avtale som ble brukt.")),
        ({"new_price_nok": 9}, ("new_price_basis", "Skriv hva anslaget på nypris bygger på.")),
        ({"co2e_kg": 0}, ("method", "Skriv hvordan dere vet tallene for vekt og klima.")),
        ({"items": []}, ("items-0-kind", "Skriv hva som ble reparert eller redesignet, og hvor mange.")),
        ({"image_consent": None}, ("image_consent", "Velg hvem som kan se bildene.")),
        ({"images": []}, ("after", "Legg ved minst ett bilde av hvordan det ble.")),
    ],
)
def test_what_a_nomination_must_hold(
    prizes: PrizeWorld, prize: Prize, change: dict[str, object], lack: tuple[str, str]
) -> None:
    made, _link = draft(prizes, prize)
    for name, value in change.items():
        setattr(made, name, value)
    assert list(policy.lacks(made)) == [lack]
    with pytest.raises(NotComplete) as refused:
        actions.send(made, at=prizes.at)
    assert refused.value.missing == dict([lack])
    db.session.rollback()


def test_the_order_form_and_pictures_of_before_may_be_left_out(prizes: PrizeWorld, prize: Prize) -> None:
    made, _link = draft(prizes, prize)
    assert (made.order_form, [each.side for each in made.images], list(policy.lacks(made))) == (None, [Side.AFTER], [])
    db.session.rollback()


def test_residents_nominate_only_when_the_year_lets_them(prizes: PrizeWorld, prize: Prize) -> None:
    made, _link = draft(prizes, prize)
    made.relation = "resident"
    assert list(policy.lacks(made)) == []
    prize.residents_may_nominate = False
    assert [field for field, _sentence in policy.lacks(made)] == ["relation"]
    db.session.rollback()


def test_another_theme_asks_for_no_agreement(prizes: PrizeWorld, prize: Prize) -> None:
    made, _link = draft(prizes, prize)
    made.agreement, prize.requires_agreement = None, False
    assert list(policy.lacks(made)) == []
    db.session.rollback()
