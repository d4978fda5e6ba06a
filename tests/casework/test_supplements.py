"""Asking for what is missing, and what comes of it: the rules, the letters, the clock."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.access import Role
from app.accounts.models import Membership, User
from app.applications.actions import withdraw
from app.applications.models import Application, Status
from app.casework.supplements import actions as supplements
from app.casework.supplements.actions import Given, Sent
from app.casework.supplements.models import AnswerChannel, SupplementStatus
from app.casework.supplements.policy import Asked, first_possible, lack_of_deadline
from app.clock import at_oslo
from app.extensions import db
from app.letters.models import Letter, LetterKind
from app.policy import NotComplete, NotNow, NotPermitted
from app.review.queries import preparers
from tests.casework.asking import DAY_AFTER, DUE, WHEN, answer, ask, asked, subjects, write
from tests.decisions.stage import Stage, events
from tests.world import World

PDF = b"%PDF-1.7 en avtale"


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def member(stage: Stage, application: Application, name: str = "Per Hansen") -> User:
    person = stage.world.user(name=name)
    db.session.add(Membership(user=person, organisation=application.organisation, joined_at=stage.at))
    db.session.commit()
    return person


# --- asking


def test_asking_sends_a_letter_and_the_case_waits(stage: Stage) -> None:
    supplement = asked(stage)
    application = supplement.application
    assert (application.status, supplement.status) == (Status.SUPPLEMENT, SupplementStatus.WAITING)
    assert {row.status for row in application.case_rows} == {Status.SUPPLEMENT}
    letter = supplement.letter
    assert letter.kind is LetterKind.SUPPLEMENT
    assert letter.content["lead"] == (
        "Vi trenger to opplysninger før vi kan behandle søknaden. Svar innen tirsdag 8.\u00a0september 2026."
    )
    blocks = {section["block"]: section for section in letter.content["sections"]}
    assert blocks["missing"]["items"] == [
        "Når er aktiviteten? Ordningen støtter bare det som skjer i uka.",
        "Hvor er den?",
    ]
    assert blocks["consequence"]["paragraphs"] == [
        "Da behandler vi søknaden slik den er. Dette brevet er ikke et vedtak."
    ]
    assert letter.content["link"] == f"http://localhost/soknader/{application.reference}/tillegg"
    assert letter.content["rules"] == "veiledning, forvaltningsloven §\u00a011"
    told = f"Vi trenger noe mer fra dere i saken {application.reference}"
    assert subjects(application) == [
        ("post@fiksekroken.example", told),
        ("styret@fiksekroken.example", told),
    ]
    assert events(application, "supplement_requested") == [{"number": 1, "count": 2, "due_on": "2026-09-08"}]


def test_whoever_asks_has_prepared_the_case(stage: Stage) -> None:
    other = stage.world.user(Role.CASE_HANDLER, Role.APPROVER, name="Odd Olsen")
    application = stage.in_screening()
    stage.declare(application, by=other)
    ask(stage, application, by=other)
    assert preparers(application.id) == {other.id}


@pytest.mark.parametrize(
    ("due_on", "sentence"),
    [
        (None, "Velg en dato."),
        (date(2026, 9, 7), "Fristen kan tidligst være tirsdag 8. september 2026."),
        (date(2026, 8, 1), "Fristen kan tidligst være tirsdag 8. september 2026."),
        (date(2026, 9, 12), "Lørdag 12. september 2026 er i en helg. Velg en arbeidsdag."),
        (date(2026, 9, 13), "Søndag 13. september 2026 er i en helg. Velg en arbeidsdag."),
        (date(2206, 9, 10), "Fristen kan være høyst 60 dager fram i tid."),
        (DUE, None),
    ],
)
def test_deadline(stage: Stage, due_on: date | None, sentence: str | None) -> None:
    assert lack_of_deadline(due_on, date(2026, 9, 1)) == sentence


def test_no_deadline_on_a_holiday(stage: Stage) -> None:
    assert lack_of_deadline(date(2027, 3, 25), date(2027, 3, 10)) == (
        "Torsdag 25. mars 2027 er skjærtorsdag. Velg en arbeidsdag."
    )


@pytest.mark.parametrize(
    ("today", "days", "proposed"),
    [
        (date(2026, 9, 1), 7, date(2026, 9, 8)),
        (date(2026, 9, 4), 7, date(2026, 9, 11)),
        (date(2026, 9, 5), 7, date(2026, 9, 14)),  # a Saturday moves to Monday
        (date(2026, 9, 1), 3, date(2026, 9, 8)),  # a round cannot propose fewer than seven
        (date(2026, 9, 1), 14, date(2026, 9, 15)),
        (date(2027, 3, 18), 7, date(2027, 3, 30)),  # past Easter
    ],
)
def test_proposed_deadline(today: date, days: int, proposed: date) -> None:
    assert first_possible(today, days) == proposed


def test_nothing_to_ask_is_nothing_sent(stage: Stage) -> None:
    application = stage.in_screening()
    with pytest.raises(NotComplete) as refusal:
        supplements.request(application, [], None, public_url="", by=stage.hanne, at=stage.at)
    assert refusal.value.missing == {"items": "Velg eller skriv minst ett punkt.", "due_on": "Velg en dato."}
    db.session.rollback()
    assert db.session.scalars(select(Letter).where(Letter.kind == LetterKind.SUPPLEMENT)).all() == []


@pytest.mark.parametrize(
    ("item", "field", "sentence"),
    [
        (Asked("free-1", " "), "free-1-asked", "Skriv hva søkeren skal svare på."),
        (Asked("free-1", "x" * 401), "free-1-asked", "Skriv kortere: høyst 400 tegn."),
        (Asked("free-1", "Hei", "x" * 301), "free-1-why", "Skriv kortere: høyst 300 tegn."),
        (Asked("free-1", "Når er {{aktivitet}}?"), "free-1-asked", "Fyll ut det som står i «{{ }}»."),
    ],
)
def test_each_lack_has_its_field(stage: Stage, item: Asked, field: str, sentence: str) -> None:
    with pytest.raises(NotComplete) as refusal:
        ask(stage, stage.in_screening(), item)
    assert refusal.value.missing == {field: sentence}


def test_not_a_third_time(stage: Stage) -> None:
    first = asked(stage)
    application = first.application
    answer(first, stage.kari, stage.at, "Tirsdag.", "På Tøyen.")
    second = ask(stage, application)
    assert (second.number, second.letter.version) == (2, 2)
    with pytest.raises(NotNow, match="Vi venter alt på svar"):
        ask(stage, application)
    answer(second, stage.kari, stage.at, "Tirsdag.", "På Tøyen.")
    with pytest.raises(NotNow, match="spurt to ganger"):
        ask(stage, application)


def test_only_an_impartial_handler_asks_and_only_in_the_formal_check(stage: Stage) -> None:
    application = stage.in_screening()
    with pytest.raises(NotPermitted):
        ask(stage, application, by=stage.gro)
    with pytest.raises(NotNow, match="Svar på om du er habil"):
        ask(stage, application, by=stage.world.user(Role.CASE_HANDLER, name="Ny Person"))
    with pytest.raises(NotNow, match="Til vurdering"):
        ask(stage, stage.in_review())


# --- answering


def test_answers_are_kept_with_a_receipt_and_the_case_goes_on(stage: Stage) -> None:
    supplement = asked(stage)
    application = supplement.application
    write(supplement, stage.kari, stage.at, "Tirsdag 24. november.")
    supplements.attach(supplement.items[1], Sent("avtale.pdf", PDF), by=stage.kari, at=stage.at)
    later = stage.at + timedelta(days=2)
    supplements.answer(supplement, by=stage.kari, at=later)
    db.session.commit()
    assert (application.status, supplement.status) == (Status.SCREENING, SupplementStatus.ANSWERED)
    assert (supplement.channel, supplement.closed_by_name) == (AnswerChannel.WEB, "Kari Nordmann")
    assert [file.filename for file in application.attachments] == ["avtale.pdf"]
    receipt = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.SUPPLEMENT_RECEIPT)).one()
    assert [section["paragraphs"] for section in receipt.content["sections"]] == [
        ["Kari Nordmann sendte svarene på nett 3. september 2026 kl. 10.00.00."],
        ["Vi spurte: Når er aktiviteten?", "Dere svarte: Tirsdag 24. november."],
        ["Vi spurte: Hvor er den?", "Dere la ved: avtale.pdf"],
        ["Vi går videre med søknaden. Dere trenger ikke å gjøre noe mer nå."],
    ]
    told = f"Vi har fått svarene deres i saken {application.reference}"
    assert sorted(subjects(application)[2:]) == [
        (stage.kari.email, told),
        ("post@fiksekroken.example", told),
        ("styret@fiksekroken.example", told),
    ]
    assert [event["channel"] for event in events(application, "supplement_answered")] == ["web"]
    assert len(events(application, "formal_check_done")) == 3  # when sent, when begun on, and again now
    assert supplements.newest_answered_on(application.id) == date(2026, 9, 3)


def test_every_item_wants_an_answer_and_has_not_is_one(stage: Stage) -> None:
    supplement = asked(stage)
    write(supplement, stage.kari, stage.at, "Tirsdag.")
    with pytest.raises(NotComplete) as refusal:
        supplements.answer(supplement, by=stage.kari, at=stage.at)
    assert refusal.value.missing == {
        "item-2": "Skriv et svar, legg ved en fil, eller kryss av for «Dette har vi ikke»."
    }
    supplements.save_draft(supplement, {2: Given(has_not=True)}, revision=None, by=stage.kari, at=stage.at)
    supplements.answer(supplement, by=stage.kari, at=stage.at)
    db.session.commit()
    assert supplement.is_answered


def test_a_file_for_what_they_do_not_have_is_asked_about(stage: Stage) -> None:
    supplement = asked(stage, WHEN)
    supplements.save_draft(supplement, {1: Given(has_not=True)}, revision=None, by=stage.kari, at=stage.at)
    supplements.attach(supplement.items[0], Sent("avtale.pdf", PDF), by=stage.kari, at=stage.at)
    with pytest.raises(NotComplete) as refusal:
        supplements.answer(supplement, by=stage.kari, at=stage.at)
    assert refusal.value.missing == {"item-1": "Dere har lagt ved en fil. Ta bort krysset, eller fjern filen."}
    db.session.rollback()


def test_a_draft_that_is_not_sent_is_no_attachment(stage: Stage) -> None:
    supplement = asked(stage)
    supplements.attach(supplement.items[0], Sent("avtale.pdf", PDF), by=stage.kari, at=stage.at)
    db.session.commit()
    assert supplement.application.attachments == []


def test_what_the_applicant_writes_may_hold_anything(stage: Stage) -> None:
    supplement = asked(stage, WHEN)
    answer(supplement, stage.kari, stage.at, "Se {{dato}} <script>alert(1)</script>")
    assert supplement.is_answered


def test_two_members_write_at_once(stage: Stage) -> None:
    supplement = asked(stage)
    per = member(stage, supplement.application)
    read_at = supplement.revision
    assert write(supplement, per, stage.at, "Tirsdag.", "", revision=read_at) == {}
    conflicts = write(supplement, stage.kari, stage.at, "Onsdag.", "På Tøyen.", revision=read_at)
    assert conflicts == {
        1: "Per Hansen endret svaret kl. 10.00 mens du skrev: «Tirsdag.». Ditt er ikke lagret ennå. "
        "Lagre en gang til hvis ditt skal gjelde."
    }
    assert [item.answer for item in supplement.items] == ["Tirsdag.", "På Tøyen."]
    assert write(supplement, stage.kari, stage.at, "Onsdag.", "På Tøyen.", revision=supplement.revision) == {}
    assert supplement.items[0].answer == "Onsdag."


def test_the_second_to_send_is_told_who_was_first(stage: Stage) -> None:
    supplement = asked(stage, WHEN)
    per = member(stage, supplement.application)
    answer(supplement, per, stage.at, "Tirsdag.")
    with pytest.raises(NotNow) as refusal:
        supplements.answer(supplement, by=stage.kari, at=stage.at)
    assert refusal.value.reason == "Svarene er alt sendt: Per Hansen, tirsdag 1. september 2026."


def test_the_whole_last_day_counts_and_no_more(stage: Stage) -> None:
    last_minute = at_oslo(DUE, 23, 59, 59)
    answer(asked(stage, WHEN), stage.kari, last_minute, "Tirsdag.")
    late = asked(stage, WHEN)
    with pytest.raises(NotNow) as refusal:
        write(late, stage.kari, last_minute + timedelta(seconds=1), "Tirsdag.")
    assert refusal.value.reason == (
        "Fristen var tirsdag 8. september 2026, og vi behandler nå søknaden slik den er. "
        "Ring 21 80 21 80 eller skriv til ombruksuka@oslo.example hvis noe er viktig."
    )


def test_a_stranger_answers_nothing(stage: Stage) -> None:
    supplement = asked(stage)
    with pytest.raises(NotPermitted):
        write(supplement, stage.world.user(name="En Fremmed"), stage.at, "Tirsdag.")


def test_a_withdrawn_application_waits_for_nothing(stage: Stage) -> None:
    supplement = asked(stage)
    withdraw(supplement.application, by=stage.kari, at=stage.at)
    db.session.commit()
    with pytest.raises(NotNow, match="trukket"):
        write(supplement, stage.kari, stage.at, "Tirsdag.")
    assert (supplements.remind_due(at_oslo(DUE, 8)), supplements.expire_due(DAY_AFTER)) == (0, 0)
