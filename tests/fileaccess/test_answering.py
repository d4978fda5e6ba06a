"""Answering: what is given, masked and refused, with its provision; the letter, and the link."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.access import Role
from app.applications.models import Application
from app.extensions import db
from app.fileaccess import actions, links
from app.fileaccess.masking import Wish, mask
from app.fileaccess.models import AccessLine, AccessRequest, Given
from app.files.queries import read
from app.letters.models import Letter, LetterKind
from app.mail.models import Mail
from tests.decisions.stage import Stage, events
from tests.fileaccess.cases import INTERNAL, asked, documents, form, named, sent_with_files, with_everything_internal
from tests.fileaccess.papers import pdf, text_of, unpacked

SignIn = Callable[[Any], FlaskClient]


def address(made: AccessRequest, application: Application) -> str:
    return f"/staff/cases/{application.reference}/access/requests/{made.public_id}"


def flat(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def link_in(mail: Mail) -> str:
    return next(urlsplit(line).path for line in mail.body.splitlines() if links.PATH in line)


def mailed() -> list[Mail]:
    found = select(Mail).where(Mail.key.startswith("access:")).order_by(Mail.id)
    return list(db.session.scalars(found))


@pytest.fixture
def case(stage: Stage) -> Application:
    return sent_with_files(stage, ("Søknad fra Ola Hemmelig.pdf", pdf("Ring Ola Hemmelig", "Side to")))


def answered(stage: Stage, sign_in: SignIn, case: Application) -> AccessRequest:
    """The application in full, the attachment masked."""
    made, document = asked(stage, case), named(stage, case, "attachment")
    copy = mask(case, document, [Wish("personal", words=("Ola Hemmelig",))], {}, by=stage.hanne, at=stage.at)
    db.session.commit()
    data = form({"version.1": {"given": "full"}, document.key: {"given": "masked", "copy": copy.public_id}})
    assert sign_in(stage.hanne).post(address(made, case), data=data).status_code == 302
    return made


def test_given_and_masked(stage: Stage, sign_in: SignIn, case: Application) -> None:
    made = answered(stage, sign_in, case)
    lines = db.session.scalars(select(AccessLine).order_by(AccessLine.position)).all()
    basis = "offentleglova § 13 første ledd, jf. forvaltningsloven § 13 første ledd nr. 1"
    assert [(line.title, line.given, flat(line.legal_basis or "")) for line in lines] == [
        ("Søknad, versjon 1", Given.FULL, ""),
        ("Vedlegg 1 til søknaden", Given.MASKED, basis),
    ]
    assert lines[1].filename == "Vedlegg 1 til søknaden.pdf"  # never the name of the file
    assert b"Hemmelig" not in unpacked(read(str(lines[1].sha256)))
    assert made.letter is not None
    text = flat(text_of(read(made.letter.sha256)))
    assert "Dere får innsyn i en del av det dere ba om" in text
    assert f"Vedlegg 1 til søknaden, skjermet kopi. Unntatt etter {basis}." in text
    assert "Dere kan klage til Statsforvalteren. Send klagen til oss innen tre uker" in text
    assert "Hemmelig" not in text
    assert events(case, "access_answered") == [{"full": 1, "masked": 1, "refused": 0}]
    assert made.weighing is None  # what is secret by law is not weighed


def test_the_link_shows_without_an_account_and_gives_the_files(
    stage: Stage, sign_in: SignIn, client: FlaskClient, case: Application
) -> None:
    made = answered(stage, sign_in, case)
    (mail,) = mailed()
    path = link_in(mail)
    assert mail.is_secret
    assert made.token_hash == links.hash_of(path.rpartition("/")[2])
    assert path.rpartition("/")[2] not in str(made.letter.content)
    with client.session_transaction() as session:
        session.clear()
    shown = client.get(path)
    assert shown.status_code == 200
    assert "Ola Hemmelig" not in shown.text
    assert events(case, "access_fetched") == []  # looking leaves no trace, taking does
    letter = client.post(path, data={"document": "letter"})
    second = client.post(path, data={"document": "2"})
    assert (letter.mimetype, letter.status_code) == ("application/pdf", 200)
    assert second.headers["Content-Disposition"].startswith("attachment")
    assert b"Hemmelig" not in unpacked(second.data)
    assert [each["document"].partition(".")[0] for each in events(case, "access_fetched")] == ["letter", "attachment"]
    assert client.post(path, data={"document": "3"}).status_code == 404
    assert client.post(path, data={"document": "../x"}).status_code == 404


def test_an_old_a_replaced_and_an_unknown_link_are_refused_alike(
    stage: Stage, sign_in: SignIn, client: FlaskClient, case: Application
) -> None:
    made = answered(stage, sign_in, case)
    first = link_in(mailed()[0])
    assert sign_in(stage.hanne).post(f"/staff/access/{made.public_id}/link").status_code == 302
    second = link_in(mailed()[1])
    gone = [client.get(first), client.get(f"{links.PATH}ukjent"), client.post(first, data={"document": "letter"})]
    assert client.get(second).status_code == 200
    with clock.frozen(stage.at + links.LIFETIME):
        gone.append(client.get(second))
    assert [answer.status_code for answer in gone] == [410] * 4
    assert {"Lenken virker ikke lenger. Skriv til oss, så sender vi en ny." in answer.text for answer in gone} == {True}


def refused(stage: Stage, sign_in: SignIn, case: Application, made: AccessRequest, data: dict[str, str]) -> str:
    answer = sign_in(stage.hanne).post(address(made, case), data=data)
    assert answer.status_code == 422
    assert db.session.scalars(select(AccessLine)).all() == []
    assert db.session.scalars(select(Letter).where(Letter.kind == LetterKind.ACCESS_ANSWER)).all() == []
    return answer.text


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"given": "refused"}, "Velg paragraf for avslaget."),
        ({"given": "refused", "ground": "oppdiktet"}, "Velg paragraf for avslaget."),
        ({"given": "refused", "ground": "party_internal"}, "Velg paragraf for avslaget."),
        (
            {"given": "refused", "ground": "personal"},
            "Hjemmelen gjelder opplysninger i dokumentet. Velg hvorfor resten også avslås, eller gi skjermet kopi.",
        ),
        ({"given": "masked"}, "Lag en skjermet kopi først."),
        ({"given": "masked", "copy": "en annens"}, "Lag en skjermet kopi først."),
    ],
)
def test_a_no_without_its_provision_is_refused(
    stage: Stage, sign_in: SignIn, case: Application, choice: dict[str, str], sentence: str
) -> None:
    made, document = asked(stage, case), named(stage, case, "attachment")
    text = refused(stage, sign_in, case, made, form({document.key: choice}, message="Hilsen oss"))
    assert f"{document.title}: {sentence}" in text
    assert "Hilsen oss" in text  # what was typed is kept


def test_an_answer_about_nothing_is_refused(stage: Stage, sign_in: SignIn, case: Application) -> None:
    text = refused(stage, sign_in, case, asked(stage, case), form({"version.1": {"given": "none"}}))
    assert "Velg minst ett dokument som kravet gjelder." in text


def test_what_may_be_kept_back_is_weighed_with_a_word(stage: Stage, sign_in: SignIn) -> None:
    application = with_everything_internal(stage)
    made, note = asked(stage, application), named(stage, application, "note")
    choice = {note.key: {"given": "refused", "ground": "internal"}}
    sentence = "Skriv hvordan meroffentlighet er vurdert."
    for more in ({}, {"weighed": "1"}, {"weighing": "Ordet uten haken"}):
        assert sentence in refused(stage, sign_in, application, made, form(choice, **more))
    data = form(choice, weighed="1", weighing="Notatet er bare arbeidsnotater.")
    assert sign_in(stage.hanne).post(address(made, application), data=data).status_code == 302
    line = db.session.scalars(select(AccessLine)).one()
    assert flat(str(line.legal_basis)) == "offentleglova § 14 første ledd"
    text = flat(text_of(read(made.letter.sha256)))  # type: ignore[union-attr]
    assert "Dere får ikke innsyn i det dere ba om" in text
    assert "Notat 1: avslag etter offentleglova § 14 første ledd." in text
    assert "Notatet er bare arbeidsnotater." in text
    assert INTERNAL not in text


def test_the_rest_of_a_document_has_a_ground_of_its_own(stage: Stage, sign_in: SignIn, case: Application) -> None:
    made, document = asked(stage, case), named(stage, case, "attachment")
    choice = {document.key: {"given": "refused", "ground": "personal", "rest": "most_of_it"}}
    assert sign_in(stage.hanne).post(address(made, case), data=form(choice)).status_code == 302
    line = db.session.scalars(select(AccessLine)).one()
    assert flat(str(line.legal_basis)) == (
        "offentleglova § 13 første ledd, jf. forvaltningsloven § 13 første ledd nr. 1; offentleglova § 12 bokstav c"
    )
    assert line.sha256 is None


def test_a_decision_is_given_to_others_without_what_is_embedded_in_it(stage: Stage, sign_in: SignIn) -> None:
    """The letter has the whole application inside, which this request is not given."""
    application = stage.released().application
    made, letter = asked(stage, application), named(stage, application, "letter")
    assert b"PDF-1.7 copy" in unpacked(read(str(letter.sha256)))
    sign_in(stage.hanne).post(address(made, application), data=form({letter.key: {"given": "full"}}))
    given = read(str(db.session.scalars(select(AccessLine.sha256)).one()))
    assert b"PDF-1.7 copy" not in unpacked(given)
    assert "Treffer målet godt." in text_of(given)


def test_the_party_is_answered_on_its_own_page_under_its_own_act(stage: Stage, sign_in: SignIn) -> None:
    application = with_everything_internal(stage)
    made = actions.ask_for_more(application, "Notatene", by=stage.kari, at=stage.at)
    db.session.commit()
    note, recommendation = named(stage, application, "note"), named(stage, application, "recommendation")
    chosen = {
        note.key: {"given": "refused", "ground": "party_internal"},
        recommendation.key: {"given": "full"},
    }
    weighed = {"weighed": "1", "weighing": "Arbeidsnotat."}
    missing = refused(stage, sign_in, application, made, form(chosen, **weighed))
    assert "Bekreft at de faktiske opplysningene i de interne dokumentene er gitt parten." in missing
    data = form(chosen, **weighed, facts_considered="1")
    assert sign_in(stage.hanne).post(address(made, application), data=data).status_code == 302
    assert made.token_hash is None  # no link: the party signs in
    assert mailed() == []
    notice = db.session.scalars(select(Mail).where(Mail.key.startswith("notice-1:"))).all()
    assert [mail.recipient for mail in notice] == [stage.kari.email]
    page = f"/soknader/{application.reference}/dokumenter"
    client = sign_in(stage.kari)
    shown = flat(client.get(page).text)
    assert "Notat 1, Hanne Holm: avslag, forvaltningsloven § 18 a første ledd" in shown
    assert made.letter is not None
    assert client.get(f"{page}/letter.{made.letter.public_id}").status_code == 200
    given = client.get(f"{page}/svar/{made.public_id}/2")
    assert INTERNAL in text_of(given.data)
    assert client.get(f"{page}/svar/{made.public_id}/1").status_code == 404
    other = asked(stage, application)
    assert client.get(f"{page}/svar/{other.public_id}/1").status_code == 404


def test_an_answer_to_somebody_else_is_not_the_partys_document(
    stage: Stage, sign_in: SignIn, case: Application
) -> None:
    made = answered(stage, sign_in, case)
    assert made.letter is not None
    page = f"/soknader/{case.reference}/dokumenter"
    client = sign_in(stage.kari)
    assert "innsyn i en del" not in client.get(page).text
    assert client.get(f"{page}/letter.{made.letter.public_id}").status_code == 404


def test_a_request_is_answered_once(stage: Stage, sign_in: SignIn, case: Application) -> None:
    made = answered(stage, sign_in, case)
    again = sign_in(stage.hanne).post(address(made, case), data=form({"version.1": {"given": "full"}}))
    assert again.status_code == 409
    assert "Kravet er besvart av Hanne Holm." in again.text
    assert len(db.session.scalars(select(AccessLine)).all()) == 2


def test_two_requests_of_a_case_get_two_letters(stage: Stage, sign_in: SignIn, case: Application) -> None:
    for _ in range(2):
        made = asked(stage, case)
        sign_in(stage.hanne).post(address(made, case), data=form({"version.1": {"given": "full"}}))
    letters = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.ACCESS_ANSWER)).all()
    assert sorted(letter.version for letter in letters) == [1, 2]
    assert {letter.title for letter in letters} == {"Dere får innsyn i dokumentene dere ba om"}


@pytest.mark.parametrize("role", [Role.READER, Role.CASE_HANDLER])
def test_who_may_not_read_the_case_may_not_answer(stage: Stage, sign_in: SignIn, case: Application, role: Role) -> None:
    """A reader reads; a handler who has not declared herself impartial does not even read."""
    made, person = asked(stage, case), stage.world.user(role, name="Rita Rolle")
    answer = sign_in(person).post(address(made, case), data=form({"version.1": {"given": "full"}}))
    assert answer.status_code == (403 if role is Role.READER else 409)
    assert db.session.scalars(select(AccessLine)).all() == []


def test_a_document_of_another_case_cannot_be_given(stage: Stage, sign_in: SignIn, case: Application) -> None:
    other = sent_with_files(stage, ("annen.pdf", pdf("annen")))
    made, foreign = asked(stage, case), named(stage, other, "attachment")
    text = refused(stage, sign_in, case, made, form({foreign.key: {"given": "full"}}))
    assert "Velg minst ett dokument som kravet gjelder." in text


def test_without_an_address_the_answer_is_taken_down_by_staff(stage: Stage, sign_in: SignIn, case: Application) -> None:
    made = actions.register(
        actions.Asked("Alt", case.reference, "Per", None),
        case,
        None,
        case.channel,
        received_at=stage.at - timedelta(days=1),
        by=stage.hanne,
        at=stage.at,
    )
    db.session.commit()
    client = sign_in(stage.hanne)
    client.post(address(made, case), data=form({"version.1": {"given": "full"}}))
    assert (mailed(), made.token_hash) == ([], None)
    assert client.get(f"{address(made, case)}/1").status_code == 200
    assert client.post(f"/staff/access/{made.public_id}/link").status_code == 409


def test_proposals_follow_the_mark_the_class_and_the_copies(stage: Stage, sign_in: SignIn) -> None:
    from app.fileaccess.choosing import propose

    application = with_everything_internal(stage)
    found = {each.kind.value: each for each in documents(stage, application)}
    mark = actions.shield(application, found["application"], "business", None, by=stage.hanne, at=stage.at)
    db.session.commit()
    assert propose(found["application"], None, [], is_party=False).given == "full"
    assert propose(found["note"], None, [], is_party=False).ground == "internal"
    assert propose(found["note"], None, [], is_party=True).ground == "party_internal"
    shielded = propose(found["application"], mark, [], is_party=False)
    assert (shielded.given, shielded.ground) == ("refused", "business")
