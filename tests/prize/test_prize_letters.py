"""The letters after the handover and the publishing: to whom, what they say, once only, and never before."""

import io
from datetime import timedelta

import pikepdf
import pytest
from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.files.queries import read
from app.letters.models import Letter, LetterKind
from app.mail.models import Mail
from app.prize.nominations.models import ImageConsent, Nomination, NominationStatus
from app.prize.verdict import telling
from app.prize.verdict.jobs import missing_prize_letters, send_prize_letters
from tests.prize.papers import (
    SENTENCE,
    STATEMENT,
    SignIn,
    failures,
    handed_over,
    letters,
    pages,
    published,
    ranked,
    sealed,
    written,
)
from tests.prize.verdict_world import Judged
from tests.prize_world import PrizeWorld

PAGE = "/staff/prize/2026/documents"


def send(judged: Judged) -> None:
    prize_id = judged.prize.id
    db.session.remove()
    send_prize_letters.run(prize_id)
    db.session.remove()


def letter_of(reference: str, kind: LetterKind) -> tuple[Letter, str]:
    found = db.session.scalars(select(Letter).filter_by(case_reference=reference, kind=kind)).one()
    return found, " ".join(pages(read(found.sha256)))


def told() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(Mail).where(Mail.key.startswith("prize-letter")).order_by(Mail.key))
    return [(each.recipient, each.subject) for each in rows]


def statuses() -> dict[str, str]:
    return {each.project: each.status.value for each in db.session.scalars(select(Nomination))}


def with_others(prizes: PrizeWorld) -> Judged:
    """A year with one that was not qualified, one merged into the winner and one merged into the third."""
    judged = ranked(prizes)
    first, _second, third = judged.nominations
    reason = "Prosjektet var ikke ferdig innen fristen."
    prizes.nomination(judged.prize, "Uferdig", status=NominationStatus.NOT_QUALIFIED, not_qualified_reason=reason)
    prizes.nomination(judged.prize, "Spisestua", status=NominationStatus.MERGED, merged_into_id=first.id)
    prizes.nomination(judged.prize, "Tredje igjen", status=NominationStatus.MERGED, merged_into_id=third.id)
    return judged


def test_before_the_handover_there_is_nothing_to_send(prizes: PrizeWorld) -> None:
    judged = sealed(prizes)
    send(judged)
    assert (letters(), told(), missing_prize_letters(prizes.at + timedelta(days=30))) == ([], [], 0)


def test_the_winner_is_written_to_at_the_handover_and_nobody_else(prizes: PrizeWorld) -> None:
    send(handed_over(prizes))
    assert letters() == [
        ("prize_winner", "PRIS-2026-001", "Gratulerer – Prosjekt 1 har vunnet Ombruksprisen 2026!"),
    ]
    assert told() == [
        ("kontakt1@sted.example", "Nytt brev om Ombruksprisen 2026"),
        ("nominator1@sted.example", "Nytt brev om Ombruksprisen 2026"),
    ]
    assert statuses() == {"Prosjekt 1": "informed", "Prosjekt 2": "honourable", "Prosjekt 3": "not_awarded"}


def test_the_winners_letter_holds_what_it_must_and_the_diploma(prizes: PrizeWorld) -> None:
    judged = handed_over(prizes)
    send(judged)
    letter, text = letter_of("PRIS-2026-001", LetterKind.PRIZE_WINNER)
    assert failures(read(letter.sha256)) == []
    for said in (
        STATEMENT,
        "Juryen har gitt prisen til Prosjekt 1 ved Prosjekt 1 sykehjem, av 3 nominerte prosjekter.",
        "Diplom, og et besøk av juryen med kake til hele arbeidsplassen. Diplomet ligger også i dette dokumentet.",
        "Prisen ble overrakt 1. september 2026.",
        "fikk vi ja til at bildene kan vises offentlig",
        "Eva Ekstern, juryleder",
    ):
        assert (said, text.count(said) > 0) == (said, True)
    assert text.replace(" ", "").count("localhost/ombruksprisen/2026.") == 1
    with pikepdf.open(io.BytesIO(read(letter.sha256))) as pdf:
        assert list(pdf.attachments) == ["diplom-2026.pdf"]
        assert failures(pdf.attachments["diplom-2026.pdf"].get_file().read_bytes()) == []


@pytest.mark.parametrize(
    ("consent", "said"),
    [
        (ImageConsent.JURY, "bare vist for juryen"),
        (ImageConsent.INTERNAL, "vises internt i kommunen"),
        (None, "bare vist for juryen"),
    ],
)
def test_the_winner_is_told_what_was_said_of_the_pictures(
    prizes: PrizeWorld, consent: ImageConsent | None, said: str
) -> None:
    judged = handed_over(prizes)
    judged.nominations[0].image_consent = consent
    db.session.commit()
    send(judged)
    assert letter_of("PRIS-2026-001", LetterKind.PRIZE_WINNER)[1].count(said) == 1


def test_everybody_who_nominated_is_thanked_when_the_winner_is_published(prizes: PrizeWorld) -> None:
    send(published(prizes, written(prizes, with_others(prizes))))
    assert letters() == [
        ("prize_winner", "PRIS-2026-001", "Gratulerer – Prosjekt 1 har vunnet Ombruksprisen 2026!"),
        ("prize_thanks", "PRIS-2026-002", "Hederlig omtale til Prosjekt 2"),
        ("prize_thanks", "PRIS-2026-003", "Takk for at dere nominerte Prosjekt 3"),
        ("prize_thanks", "PRIS-2026-004", "Takk for at dere nominerte Uferdig"),
        ("prize_thanks", "PRIS-2026-005", "Spisestua, som dere nominerte, har vunnet Ombruksprisen 2026"),
        ("prize_thanks", "PRIS-2026-006", "Takk for at dere nominerte Tredje igjen"),
    ]
    assert set(statuses().values()) == {"informed"}
    assert [address for address, _subject in told()] == [
        "kontakt1@sted.example",
        "nominator1@sted.example",
        *(f"nominator{number}@sted.example" for number in range(2, 7)),
    ]


@pytest.mark.parametrize(
    ("reference", "word"),
    [
        ("PRIS-2026-002", "Benkene ble bedre enn nye, Prosjekt 2."),
        ("PRIS-2026-003", "Benkene ble bedre enn nye, Prosjekt 3."),
        ("PRIS-2026-004", "Prosjektet var ikke ferdig innen fristen."),
        ("PRIS-2026-005", SENTENCE),
        ("PRIS-2026-006", "Benkene ble bedre enn nye, Prosjekt 3."),
    ],
)
def test_each_gets_its_own_word_and_the_winner(prizes: PrizeWorld, reference: str, word: str) -> None:
    send(published(prizes, written(prizes, with_others(prizes))))
    letter, text = letter_of(reference, LetterKind.PRIZE_THANKS)
    assert failures(read(letter.sha256)) == []
    assert (text.count(word), text.count("nominasjoner av 4 prosjekter"), text.count("/ombruksprisen/2026")) == (
        1,
        1,
        1,
    )


def test_run_again_it_sends_nothing_twice(prizes: PrizeWorld) -> None:
    prize_id = published(prizes).prize.id
    for _ in range(2):
        db.session.remove()
        send_prize_letters.run(prize_id)
    assert (len(letters()), len(told())) == (3, 4)


def test_what_a_crash_lost_is_found_again(prizes: PrizeWorld) -> None:
    published(prizes)
    assert missing_prize_letters(prizes.at + timedelta(minutes=4)) == 0
    assert missing_prize_letters(prizes.at + timedelta(minutes=6)) == 1
    _run_waiting()
    assert (len(letters()), missing_prize_letters(prizes.at + timedelta(minutes=6))) == (3, 0)


def _run_waiting() -> None:
    current_app.extensions["jobs"].run_waiting()
    db.session.remove()


def test_a_crash_between_the_letter_and_the_mail_is_mended(prizes: PrizeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = handed_over(prizes)
    prize_id = judged.prize.id

    def crash(*_args: object) -> None:
        raise RuntimeError("the power went")

    db.session.remove()
    with monkeypatch.context() as patched:
        patched.setattr(telling, "_send", crash)
        with pytest.raises(RuntimeError):
            send_prize_letters.run(prize_id)
    db.session.remove()
    assert (letters(), told()) == ([], [])
    send_prize_letters.run(prize_id)
    assert (len(letters()), len(told())) == (1, 2)


def test_the_mail_leads_to_the_letter_and_says_nothing_of_it(prizes: PrizeWorld, client: FlaskClient) -> None:
    send(published(prizes))
    mail = db.session.scalars(select(Mail).where(Mail.recipient == "nominator3@sted.example")).one()
    assert (mail.is_secret, mail.body.count("Prosjekt 1"), mail.body.count("vunnet")) == (True, 0, 0)
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    page = client.get(link.removeprefix("http://localhost"))
    assert (page.status_code, page.text.count("Takk for at dere nominerte Prosjekt 3") > 0) == (200, True)


def test_the_preview_is_marked_and_keeps_nothing(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = written(prizes)
    answer = sign_in(judged.secretary).get(f"{PAGE}/winner-letter.pdf")
    assert failures(answer.data) == []
    assert " ".join(pages(answer.data)).count("Prisen ble overrakt 26. november 2026.") == 1
    assert letters() == []


def test_the_secretary_reads_them_and_another_years_are_not_there(prizes: PrizeWorld, sign_in: SignIn) -> None:
    judged = published(prizes)
    secretary = judged.secretary
    key = secretary.session_key
    send(judged)
    client = sign_in(type("Who", (), {"session_key": key})())
    page = client.get(PAGE).text
    letter, _text = letter_of("PRIS-2026-003", LetterKind.PRIZE_THANKS)
    address = f"{PAGE}/letters/{letter.public_id}.pdf"
    assert (page.count(address), client.get(address).data == read(letter.sha256)) == (1, True)
    assert client.get(address.replace("2026", "2025")).status_code == 404
    assert client.get(f"{PAGE}/letters/ingen.pdf").status_code == 404
