"""The secretary's pages of nominations: the list, one nomination with its acts, and what is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.extensions import db
from app.files.actions import store
from app.mail.models import Mail
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import FactRequest, Nomination, NominationImage, NominationStatus, Side
from tests.counting import statements
from tests.prize_world import PrizeWorld

SignIn = Callable[[Any], FlaskClient]
Staff = Callable[[], FlaskClient]

N, P = NominationStatus, PrizeStatus
LIST = "/staff/prize/2026/nominations"


def picture(nomination: Nomination, side: Side = Side.AFTER, alt: str = "Stolene med nytt stoff") -> NominationImage:
    """Bytes on disk are not needed for a page that only links to them."""
    file = store(f"{nomination.reference}{side}".encode(), "image/jpeg", nomination.created_at)
    made = NominationImage(
        nomination_id=nomination.id, side=side, position=0, alt=alt, sha256=file.sha256, width=400, height=300
    )
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def staff(prizes: PrizeWorld, sign_in: SignIn) -> Staff:
    secretary = prizes.secretary()
    return lambda: sign_in(secretary)


def sent(
    prizes: PrizeWorld,
    prize: Prize,
    project: str = "Spisesalen",
    status: NominationStatus = N.SCREENING,
    **changes: Any,
) -> Nomination:
    made = prizes.nomination(prize, project, status=status, **changes)
    picture(made)
    picture(made, Side.BEFORE, "Stolene slik de var")
    return made


def one(nomination: Nomination) -> str:
    return f"{LIST}/{nomination.reference}"


def status_of(reference: str) -> NominationStatus:
    return db.session.scalars(select(Nomination.status).where(Nomination.reference == reference)).one()


def test_the_list_shows_what_was_sent_and_no_draft(prizes: PrizeWorld, staff: Staff) -> None:
    prize = prizes.prize(P.DECLARING)
    sent(prizes, prize, "Spisesalen")
    prizes.nomination(prize, "Kladden", status=N.DRAFT)
    page = staff().get(LIST).text
    assert "Spisesalen" in page
    assert "Kladden" not in page


@pytest.mark.parametrize("page", ["list", "one"])
def test_the_pages_cost_the_same_for_one_and_for_many(prizes: PrizeWorld, staff: Staff, page: str) -> None:
    prize = prizes.prize(P.DECLARING)
    first = sent(prizes, prize, "Spisesalen")
    client, counts = staff(), []
    for project in ("Garderobebenkene", "Lesehulen", "Verkstedet", None):
        url = LIST if page == "list" else one(first)
        with statements() as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
        if project:
            sent(prizes, prize, project, unit="Trollhaug barnehage")
    assert set(counts) == {counts[0]}
    assert counts[0] <= (8 if page == "list" else 12)


def test_a_nomination_goes_to_the_jury(prizes: PrizeWorld, staff: Staff) -> None:
    nomination = sent(prizes, prizes.prize(P.DECLARING), status=N.SUBMITTED)
    client = staff()
    client.post(f"{one(nomination)}/start")
    assert status_of(nomination.reference) is N.SCREENING
    answer = client.post(f"{one(nomination)}/qualify", data={"qualify-unit_code": "BYM"}, follow_redirects=True)
    assert "Nominasjonen går til juryen." in answer.text
    kept = db.session.scalars(select(Nomination)).one()
    assert (kept.status, kept.unit_code, kept.subject is not None) == (N.QUALIFIED, "BYM", True)


def test_all_new_ones_are_started_at_once(prizes: PrizeWorld, staff: Staff) -> None:
    prize = prizes.prize(P.DECLARING)
    for project in ("En", "To", "Tre"):
        sent(prizes, prize, project, status=N.SUBMITTED)
    answer = staff().post(f"{LIST}/start", follow_redirects=True)
    assert "3 nominasjoner er til kontroll." in answer.text
    assert set(db.session.scalars(select(Nomination.status))) == {N.SCREENING}


def test_what_breaks_a_rule_does_not_go_to_the_jury(prizes: PrizeWorld, staff: Staff) -> None:
    nomination = sent(prizes, prizes.prize(P.DECLARING), is_finished=False)
    answer = staff().post(f"{one(nomination)}/qualify", data={"qualify-unit_code": "-"})
    assert answer.status_code == 409
    assert "Prosjektet pågår ennå." in answer.text
    assert status_of(nomination.reference) is N.SCREENING


def test_a_unit_must_be_chosen_also_when_it_is_none(prizes: PrizeWorld, staff: Staff) -> None:
    nomination = sent(prizes, prizes.prize(P.DECLARING))
    answer = staff().post(f"{one(nomination)}/qualify", data={"qualify-unit_code": ""})
    assert answer.status_code == 422
    assert "Velg en enhet, eller ingen." in answer.text
    assert staff().post(f"{one(nomination)}/qualify", data={"qualify-unit_code": "EXT"}).status_code == 409
    assert status_of(nomination.reference) is N.SCREENING


def test_facts_are_corrected_and_pictures_described(prizes: PrizeWorld, staff: Staff) -> None:
    nomination = sent(prizes, prizes.prize(P.DECLARING), is_finished=False)
    image = nomination.images[0]
    fields = {
        "correct-unit": "Lønnelia sykehjem",
        "correct-supplier": "Verksted A",
        "correct-agreement": "repair",
        "correct-order_form": "mini",
        "correct-value_nok": "130 000",
        "correct-period_from": "2026-02-01",
        "correct-period_to": "2026-06-01",
        "correct-finished": "yes",
        f"alt-{image.public_id}": "Slitte stoler i en gang",
    }
    answer = staff().post(f"{one(nomination)}/correct", data=fields, follow_redirects=True)
    assert "Fakta er rettet." in answer.text
    db.session.expire_all()
    assert (nomination.unit, nomination.value_nok, nomination.is_finished) == ("Lønnelia sykehjem", 130000, True)
    assert image.alt == "Slitte stoler i en gang"
    assert nomination.why == "Spisesalen: stolene skulle kastes, men ble reparert i stedet."


def test_the_nominator_is_asked_and_the_case_waits(prizes: PrizeWorld, staff: Staff, at: datetime) -> None:
    nomination = sent(prizes, prizes.prize(P.DECLARING))
    due = (at + timedelta(days=7)).date().isoformat()
    fields = {"ask-question": "Når ble det ferdig?", "ask-to": "contact", "ask-due_on": due}
    answer = staff().post(f"{one(nomination)}/ask", data=fields, follow_redirects=True)
    assert "Spørsmålet er sendt." in answer.text
    assert status_of(nomination.reference) is N.NEEDS_INFO
    mail = db.session.scalars(select(Mail)).one()
    assert (mail.recipient, mail.subject) == (
        nomination.contact_email,
        "Spørsmål om en nominasjon til Ombruksprisen 2026",
    )
    assert "Når ble det ferdig?" in mail.body
    assert "/ombruksprisen/svar/" in mail.body
    staff().post(f"{one(nomination)}/go-on")
    assert status_of(nomination.reference) is N.SCREENING
    assert db.session.scalars(select(FactRequest)).one().closed_at == at


def test_a_refused_question_keeps_what_was_typed(prizes: PrizeWorld, staff: Staff, at: datetime) -> None:
    nomination = sent(prizes, prizes.prize(P.DECLARING))
    fields = {"ask-question": "Et langt spørsmål", "ask-to": "nominator", "ask-due_on": at.date().isoformat()}
    answer = staff().post(f"{one(nomination)}/ask", data=fields)
    assert answer.status_code == 409
    assert "Et langt spørsmål" in answer.text
    assert "Velg en dag mellom" in answer.text
    assert status_of(nomination.reference) is N.SCREENING


def test_two_of_one_project_become_one_and_two_again(prizes: PrizeWorld, staff: Staff) -> None:
    prize = prizes.prize(P.DECLARING)
    first, second = sent(prizes, prize, "Spisesalen"), sent(prizes, prize, "Spisesalen som ble ny")
    client = staff()
    assert "Ligner på PRIS-2026-001" in client.get(one(second)).text
    client.post(f"{one(second)}/merge", data={"merge-into": first.reference})
    assert status_of(second.reference) is N.MERGED
    page = client.get(one(first)).text
    assert second.nominator_email in page
    client.post(f"{one(second)}/unmerge")
    assert status_of(second.reference) is N.SCREENING
    assert second.nominator_email not in client.get(one(first)).text


def test_not_qualified_has_a_reason_and_can_be_taken_up_again(prizes: PrizeWorld, staff: Staff) -> None:
    nomination = sent(prizes, prizes.prize(P.DECLARING))
    client = staff()
    assert client.post(f"{one(nomination)}/not-qualify", data={"not_qualify-reason": " "}).status_code == 422
    client.post(f"{one(nomination)}/not-qualify", data={"not_qualify-reason": "Det er ikke møbler."})
    assert "Det er ikke møbler." in client.get(one(nomination)).text
    client.post(f"{one(nomination)}/take-back")
    db.session.expire_all()
    assert (nomination.status, nomination.not_qualified_reason) == (N.SCREENING, None)


def test_withdrawn_on_request(prizes: PrizeWorld, staff: Staff) -> None:
    nomination = sent(prizes, prizes.prize(P.SCORING), status=N.QUALIFIED)
    staff().post(f"{one(nomination)}/withdraw", data={"withdraw-reason": "Ba om det på telefon."})
    assert status_of(nomination.reference) is N.WITHDRAWN


def test_after_the_lock_nobody_comes_or_goes(prizes: PrizeWorld, staff: Staff) -> None:
    prize = prizes.prize(P.LOCKED)
    nomination = sent(prizes, prize)
    answer = staff().post(f"{one(nomination)}/qualify", data={"qualify-unit_code": "-"})
    assert answer.status_code == 409
    assert "Poengene er låst." in answer.text


def test_the_same_questions_go_to_every_finalist(prizes: PrizeWorld, staff: Staff, at: datetime) -> None:
    _prize, _members, nominations = prizes.scored(P.MEETING)
    due = (at + timedelta(days=5)).date().isoformat()
    references = [each.reference for each in nominations]
    fields = {"question": "Stemmer tallet på stoler?", "due_on": due, "chosen": references}
    alone = staff().post("/staff/prize/2026/facts", data={**fields, "chosen": [nominations[0].reference]})
    assert alone.status_code == 409
    assert "Velg minst 3. Da kan ingen gjette hvordan det går." in alone.text
    assert "Stemmer tallet på stoler?" in alone.text
    answer = staff().post("/staff/prize/2026/facts", data=fields, follow_redirects=True)
    assert "De samme spørsmålene er sendt til alle du valgte." in answer.text
    mails = db.session.scalars(select(Mail).order_by(Mail.id)).all()
    assert [mail.recipient for mail in mails] == [each.contact_email for each in nominations]
    assert len({mail.body.partition("/svar/")[0] for mail in mails}) == 1
    assert {each.status for each in nominations} == {N.QUALIFIED}


def test_registered_on_behalf_of_somebody(prizes: PrizeWorld, staff: Staff, at: datetime) -> None:
    prizes.prize(P.PLANNED)
    fields = {
        "nominator_name": "Olga Oppringer",
        "nominator_email": "olga@sted.example",
        "project": "Benken på torget",
        "received_on": (at - timedelta(days=1)).date().isoformat(),
        "received_time": "10:00",
        "items-0-kind": "benker",
        "items-0-count": "3",
    }
    missing = staff().post(f"{LIST}/register", data={**fields, "project": ""})
    assert missing.status_code == 422
    assert "Skriv hva prosjektet heter." in missing.text
    late = staff().post(f"{LIST}/register", data={**fields, "received_on": "2026-01-01"})
    assert late.status_code == 409
    assert "Olga Oppringer" in late.text
    answer = staff().post(f"{LIST}/register", data=fields, follow_redirects=True)
    assert "Nominasjonen er registrert, og nominatoren får kvittering." in answer.text
    made = db.session.scalars(select(Nomination)).one()
    assert (made.reference, made.status, made.project) == ("PRIS-2026-001", N.SUBMITTED, "Benken på torget")
    assert [(item.kind, item.count) for item in made.items] == [("benker", 3)]
    assert made.registered_by_id is not None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PRIZE_SECRETARY])
def test_nobody_else_sees_a_nomination(prizes: PrizeWorld, sign_in: SignIn, role: Role) -> None:
    nomination = sent(prizes, prizes.prize(P.DECLARING))
    client = sign_in(prizes.person("Noen Andre", role))
    urls = [LIST, one(nomination), f"{one(nomination)}/pictures/{nomination.images[0].public_id}"]
    assert {client.get(url).status_code for url in urls} == {403}


def test_another_years_nomination_is_not_found(prizes: PrizeWorld, staff: Staff) -> None:
    prizes.prize(P.DECLARING)
    client = staff()
    assert client.get(f"{LIST}/PRIS-2025-001").status_code == 404
    assert client.post(f"{LIST}/PRIS-2025-001/start").status_code == 404
    assert client.get("/staff/prize/2031/nominations").status_code == 404
