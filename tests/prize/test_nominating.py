"""From the address to the sent nomination, as a browser without JavaScript does it."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app import clock
from app.extensions import db
from app.letters.models import Letter
from app.mail.models import Mail
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations import actions
from app.prize.nominations.jobs import missing_receipts, render_nomination_receipt
from app.prize.nominations.models import Nomination, NominationItem, NominationStatus
from tests.counting import statements
from tests.letters.test_pdf import failures
from tests.prize.nominating import PAGES, draft, errors, lacking, photo, upload, write
from tests.prize_world import PrizeWorld

N = NominationStatus
ASK = {"name": "Nora Nominator", "email": "Nora@Sted.example"}


@pytest.fixture
def prize(prizes: PrizeWorld) -> Prize:
    return prizes.prize(PrizeStatus.PLANNED)


def link_in(mail: Mail, number: int = 0) -> str:
    found = [line for line in mail.body.splitlines() if line.startswith("http://localhost/")]
    return found[number].removeprefix("http://localhost")


def newest_mail() -> Mail:
    return db.session.query(Mail).order_by(Mail.id.desc()).limit(1).one()


def test_a_whole_nomination_is_written_and_sent(client: FlaskClient, prize: Prize) -> None:
    answer = client.post("/ombruksprisen/nominer", data=ASK)
    assert (answer.status_code, "Vi har sendt en e-post til nora@sted.example" in answer.text) == (200, True)
    mail = newest_mail()
    assert (mail.recipient, mail.subject, mail.is_secret) == (
        "nora@sted.example",
        "Lenken din til Ombruksprisen 2026",
        True,
    )
    link = link_in(mail)
    assert link not in answer.text

    assert client.get(link).location == f"{link}/skjema/prosjektet"
    for page, after in zip(PAGES, [*list(PAGES)[1:], None], strict=True):
        assert client.get(f"{link}/skjema/{page}").status_code == 200
        typed = dict(PAGES[page])
        if page == "bilder":
            typed |= {"before": upload("brown"), "after": upload()}
        answer = write(client, link, page, **typed)
        assert answer.location == (f"{link}/skjema/{after}" if after else f"{link}/se-over"), page

    pictures = db.session.query(Nomination).one().images
    assert lacking(client.get(f"{link}/se-over").text) == [
        (f"bilder#alt-{each.public_id}", "Skriv hva bildet viser, for dem som ikke kan se det.") for each in pictures
    ]
    write(client, link, "bilder", image_consent="public", **{f"alt-{each.public_id}": "Stoler" for each in pictures})
    assert lacking(client.get(f"{link}/se-over").text) == []

    answer = client.post(f"{link}/se-over", data={})
    assert (answer.status_code, errors(answer.text)) == (
        422,
        ["Opplysningene stemmer: Kryss av for at de stemmer."],
    )
    assert client.post(f"{link}/se-over", data={"is_confirmed": "y"}).location == link
    sent = db.session.query(Nomination).one()
    assert (sent.reference, sent.status, sent.submitted_at) == ("PRIS-2026-001", N.SUBMITTED, clock.now())
    assert (sent.why, sent.value_nok, sent.contact_email) == (
        "Stolene skulle kastes.\nDe ble reparert.",
        128000,
        "kim@lonnelia.example",
    )
    assert [(item.kind, item.count) for item in sent.items] == [("stoler", 64)]
    assert (sent.social, sent.is_finished) == (["apprentice"], True)


def test_the_receipt_comes_by_e_mail_with_a_link_back(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    _made, link = draft(prizes, prize)
    db.session.commit()
    client.post(f"{link}/se-over", data={"is_confirmed": "y"})
    assert "Kvitteringen kommer på e-post" in client.get(link).text
    client.application.extensions["jobs"].run_waiting()
    mail, letter = newest_mail(), db.session.query(Letter).one()
    assert (mail.subject, mail.recipient) == (
        "Vi har fått nominasjonen din til Ombruksprisen 2026",  # staff read subjects: no project is named
        "nora@sted.example",
    )
    assert letter.content["lead"] == (
        "Takk! Vi har tatt imot nominasjonen av Spisesalen. Juryen leser den i uke 39–41."
    )
    back = link_in(mail)
    page = client.get(back)
    assert (back == link, page.status_code) == (False, 200)
    assert failures(client.get(f"{back}/brev/{letter.public_id}").data) == []
    assert client.get(link).status_code == 200  # the first link works too


def test_the_receipt_is_made_once_and_found_again_after_a_crash(prizes: PrizeWorld, prize: Prize) -> None:
    made, _link = draft(prizes, prize)
    actions.send(made, at=prizes.at)
    db.session.commit()
    number = made.id
    assert missing_receipts(prizes.at + timedelta(minutes=4)) == 0
    assert missing_receipts(prizes.at + timedelta(minutes=6)) == 1
    render_nomination_receipt.run(number)
    render_nomination_receipt.run(number)
    assert (db.session.query(Letter).count(), db.session.query(Mail).count()) == (1, 1)
    assert missing_receipts(prizes.at + timedelta(minutes=6)) == 0


def test_numbers_follow_the_order_of_sending_without_holes(prizes: PrizeWorld, prize: Prize) -> None:
    first, second, third = (draft(prizes, prize)[0] for _ in range(3))
    for each in (third, first):
        actions.send(each, at=prizes.at)
    db.session.commit()
    assert (third.reference, first.reference) == ("PRIS-2026-001", "PRIS-2026-002")
    assert second.reference.startswith("PRIS-2026-kladd-")


# --- the address -----------------------------------------------------------------------------------------------------


def test_the_answer_is_the_same_for_a_known_address(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    prizes.nomination(prize, "Benkene", status=N.SUBMITTED, nominator_email="kjent@sted.example")
    known = client.post("/ombruksprisen/nominer", data={"name": "K", "email": "kjent@sted.example"})
    mail = newest_mail()
    unknown = client.post("/ombruksprisen/nominer", data={"name": "K", "email": "ukjen@sted.example"})
    assert known.text.replace("kjent@", "x@") == unknown.text.replace("ukjen@", "x@")
    assert "Begynn på en ny nominasjon:" in mail.body
    assert "Nominasjonen av Benkene, som er sendt:" in mail.body
    assert client.get(link_in(mail, 1)).text.count("Benkene") > 0


def test_an_unwritten_draft_is_used_again(client: FlaskClient, prize: Prize) -> None:
    for _ in range(2):
        client.post("/ombruksprisen/nominer", data=ASK)
    assert db.session.query(Nomination).count() == 1


def test_a_fourth_request_in_a_quarter_of_an_hour_waits(client: FlaskClient, prize: Prize) -> None:
    answers = [client.post("/ombruksprisen/nominer", data=ASK) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 409]
    assert errors(answers[-1].text) == ["E-post: Det er prøvd for mange ganger. Prøv igjen klokka 10.15."]
    assert 'value="nora@sted.example"' in answers[-1].text
    assert db.session.query(Mail).count() == 3


def test_after_the_deadline_only_what_was_sent_is_found_again(
    client: FlaskClient, prizes: PrizeWorld, prize: Prize
) -> None:
    prizes.nomination(prize, "Benkene", status=N.SUBMITTED, nominator_email="kjent@sted.example")
    draft(prizes, prize)
    prize.closes_at = prizes.at - timedelta(hours=1)
    db.session.commit()
    assert "Fristen for å nominere gikk ut" in client.get("/ombruksprisen/nominer").text
    for address in ("kjent@sted.example", "nora@sted.example", "ukjent@sted.example"):
        answer = client.post("/ombruksprisen/nominer", data={"name": "K", "email": address})
        assert f"Har {address} nominert et prosjekt, har vi sendt lenken dit." in answer.text
    assert [mail.recipient for mail in db.session.query(Mail)] == ["kjent@sted.example"]


def test_before_anything_is_announced_there_is_nothing(client: FlaskClient, prizes: PrizeWorld) -> None:
    assert client.get("/ombruksprisen/nominer").status_code == 404
    prizes.prize(PrizeStatus.PLANNED, announced=False)
    assert client.get("/ombruksprisen/nominer").status_code == 404


# --- the link --------------------------------------------------------------------------------------------------------


def test_an_old_and_an_unknown_link_are_answered_alike(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    _made, link = draft(prizes, prize)
    db.session.commit()
    unknown = client.get("/ombruksprisen/nominasjon/ukjent")
    with clock.frozen(prizes.at + timedelta(days=240)):
        old = client.get(link)
    assert (old.status_code, old.text == unknown.text) == (404, True)
    assert "Be om en ny lenke" in old.text


def test_pictures_and_letters_of_others_are_not_found(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    made, own = draft(prizes, prize)
    _other, link = draft(prizes, prize)
    db.session.commit()
    picture = made.images[0].public_id
    mine, theirs = (client.get(f"{each}/bilde/{picture}") for each in (own, link))
    assert (mine.status_code, mine.mimetype, theirs.status_code) == (200, "image/jpeg", 404)
    assert client.get(f"{own}/bilde/{picture}", headers={"If-None-Match": mine.headers["ETag"]}).status_code == 304


# --- writing ---------------------------------------------------------------------------------------------------------


def test_wrong_shapes_are_told_at_the_field_and_the_rest_is_kept(
    client: FlaskClient, prizes: PrizeWorld, prize: Prize
) -> None:
    made, link = draft(prizes, prize)
    db.session.commit()
    typed = {
        "supplier": "Verksted Å",
        "value_nok": "mye",
        "weight_kg": "-4",
        "agreement": "finnes-ikke",
        "items-0-kind": "stoler",
        "items-0-count": "",
        "items-1-kind": "bord",
        "items-1-count": "8",
    }
    answer = write(client, link, "fakta", **typed)
    assert (answer.status_code, errors(answer.text)) == (
        422,
        [
            "Hvilken avtale ble brukt? Ikke et gyldig valg",
            "Hva kostet det? (uten mva.): Skriv beløpet i hele kroner, bare tall.",
            "Vekt som er brukt om igjen: Skriv et tall mellom 0 og en milliard.",
            "Hvor mange: Skriv hvor mange det er.",
        ],
    )
    assert ('value="mye"' in answer.text, 'value="stoler"' in answer.text) == (True, True)
    db.session.refresh(made)
    assert (made.supplier, made.value_nok, made.weight_kg) == ("Verksted Å", 128000, None)
    assert [(item.kind, item.count) for item in made.items] == [("bord", 8)]


def test_a_page_that_stood_open_does_not_write_old_texts_over_new(
    client: FlaskClient, prizes: PrizeWorld, prize: Prize
) -> None:
    made, link = draft(prizes, prize)
    db.session.commit()
    was = '{"why": ["Stolene ble reparert."], "transfer": ["Sjekkliste."]}'
    write(client, link, "hvorfor", why="Ny tekst fra telefonen", transfer="Sjekkliste.", _was=was)
    write(client, link, "hvorfor", why="Stolene ble reparert.", transfer="Ny fra kontoret", _was=was)
    db.session.refresh(made)
    assert (made.why, made.transfer) == ("Ny tekst fra telefonen", "Ny fra kontoret")


def test_what_is_typed_is_saved_while_it_is_typed(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    made, link = draft(prizes, prize)
    db.session.commit()
    answer = write(client, link, "prosjektet", project="Salen", contact_email="kim", _was="nonsens", _do="autosave")
    assert answer.json == {
        "saved_at": "10.00",
        "errors": {"contact_email": "Skriv en e-postadresse, for eksempel kari@eksempel.no."},
    }
    db.session.refresh(made)
    assert (made.project, made.contact_email) == ("Salen", "Kim@Lonnelia.example")


def test_rows_and_texts_can_be_emptied(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    made, link = draft(prizes, prize)
    db.session.commit()
    write(client, link, "fakta", **{"items-0-kind": "", "items-0-count": "", "supplier": ""})
    db.session.refresh(made)
    assert (made.items, made.supplier, made.value_nok) == ([], "", None)
    assert db.session.query(NominationItem).count() == 0


def test_after_the_deadline_nothing_is_saved_and_the_text_is_shown(
    client: FlaskClient, prizes: PrizeWorld, prize: Prize
) -> None:
    made, link = draft(prizes, prize)
    prize.closes_at = prizes.at.replace(microsecond=0)
    db.session.commit()
    with clock.frozen(prizes.at + timedelta(milliseconds=900)):  # the last second counts whole
        assert write(client, link, "hvorfor", why="I siste liten").status_code == 302
    with clock.frozen(prizes.at + timedelta(seconds=1)):
        answer = write(client, link, "hvorfor", why="For sent")
        saved = write(client, link, "hvorfor", why="For sent", _do="autosave")
        sent = client.post(f"{link}/se-over", data={"is_confirmed": "y"})
    assert (answer.status_code, saved.status_code, sent.status_code) == (409, 409, 409)
    assert "For sent</textarea>" in answer.text
    assert saved.json == {"error": "Fristen for å nominere gikk ut 1. september 2026 kl. 10.00.00."}
    db.session.refresh(made)
    assert (made.why, made.status) == ("I siste liten", N.DRAFT)


def test_what_is_sent_is_not_written_again(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    made, link = draft(prizes, prize)
    db.session.commit()
    client.post(f"{link}/se-over", data={"is_confirmed": "y"})
    assert client.get(f"{link}/skjema/hvorfor").location == link
    assert write(client, link, "hvorfor", why="Endret").status_code == 409
    assert client.post(f"{link}/se-over", data={"is_confirmed": "y"}).status_code == 409
    assert client.post(f"{link}/slett").status_code == 409
    db.session.refresh(made)
    assert (made.why, made.reference) == ("Stolene ble reparert.", "PRIS-2026-001")


# --- pictures --------------------------------------------------------------------------------------------------------


def test_pictures_are_added_moved_and_removed(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    made, link = draft(prizes, prize)
    db.session.commit()
    sent = {"after": [upload("gold"), upload("gold", "samme.jpg"), upload("navy")], "before": upload("brown")}
    assert write(client, link, "bilder", _do="save:after-list", **sent).location == f"{link}/skjema/bilder"

    def order() -> list[str]:
        db.session.expire_all()
        return [each.public_id for each in made.images]

    before, first, second, third = order()
    assert [each.side.value for each in made.images] == ["before", "after", "after", "after"]
    write(client, link, "bilder", _do=f"earlier:{third}")
    write(client, link, "bilder", _do=f"earlier:{first}")  # it is the first already, of its side
    assert order() == [before, first, third, second]
    write(client, link, "bilder", _do=f"later:{first}")
    write(client, link, "bilder", _do=f"remove:{before}")
    assert order() == [third, first, second]
    assert write(client, link, "bilder", _do="remove:ukjent").status_code == 404


def test_a_refused_picture_is_told_at_its_field_and_the_others_are_kept(
    client: FlaskClient, prizes: PrizeWorld, prize: Prize
) -> None:
    made, link = draft(prizes, prize)
    db.session.commit()
    colours = ["red", "green", "blue", "gold", "navy", "pink", "gray"]
    before = [upload(each) for each in colours] + [(io.BytesIO(b"<svg></svg>"), "a.svg")]
    answer = write(client, link, "bilder", image_consent="jury", before=before, after=(io.BytesIO(photo()[:300]), "b"))
    assert (answer.status_code, errors(answer.text)) == (
        422,
        [
            "Det er plass til 6 bilder. Fjern et hvis du vil bytte det ut. "
            "«a.svg» er en tegning (SVG). Send et bilde, jpg eller png.",
            "Bildet «b» er skadet og kan ikke åpnes. Prøv å lagre det på nytt.",
        ],
    )
    db.session.refresh(made)
    assert (len(made.images), made.image_consent and made.image_consent.value) == (7, "jury")


def test_the_last_page_costs_the_same_with_many_pictures(client: FlaskClient, prizes: PrizeWorld, prize: Prize) -> None:
    _made, link = draft(prizes, prize)
    db.session.commit()

    def cost() -> int:
        db.session.expire_all()
        with statements() as seen:
            client.get(f"{link}/se-over")
        return len(seen)

    one = cost()
    write(client, link, "bilder", before=[upload("red"), upload("blue")], _do="save")
    assert (cost(), one <= 8) == (one, True)
