"""Last year's Ombruksprisen, all the way to the published winner: what a newcomer finds under «Ombruksprisen» before
this year's is decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app import clock
from app.accounts.links import site
from app.accounts.models import User
from app.demo import prizes
from app.demo.drawings import draw
from app.extensions import db
from app.judging.actions import Given
from app.judging.queries import criteria
from app.prize.actions import reuse_monday
from app.prize.jury import opening, queries
from app.prize.jury.standing import standing
from app.prize.meeting import attending, locking
from app.prize.models import Prize
from app.prize.nominations import actions, checks, drafting, screening
from app.prize.nominations.models import Nomination, Side
from app.prize.scoring.actions import Touch, save_score
from app.prize.scoring.queries import to_score
from app.prize.scoring.reading import reading_list, sitting
from app.prize.verdict import confirming, handing, publishing, seal, sealing, statement
from app.prize.verdict.queries import verdict_of
from app.prize.verdict.ranking import set_ranking

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """One of last year's nominations. `score` is what everybody gave it on every criterion."""

    project: str
    unit: str
    kinds: str
    count: int
    motif: str
    value_nok: int
    why: str
    transfer: str
    score: int
    word: str


TOLD = (
    Told(
        "Resepsjonen som fikk bli",
        "Granlia bydelshus",
        "skranker og stoler",
        31,
        "counter",
        164000,
        "Skranken sto i veien for rullestoler og skulle byttes ut. I stedet ble den delt i to og senket, og stolene i "
        "venterommet fikk nytt stoff som tåler vask. De som står i skranken, tegnet selv hvordan den skulle bli.",
        "Tegningene av den delte skranken ligger åpent og er brukt av to andre bydelshus.",
        5,
        "",
    ),
    Told(
        "Lesestolene på loftet",
        "Myrer videregående skole",
        "lenestoler",
        18,
        "sofa",
        54000,
        "Atten lenestoler fra et nedlagt bibliotek sto på lager. Elevene på design og håndverk trakk dem om sammen med "
        "verkstedet, og nå er loftet fullt i alle friminutt.",
        "Opplegget er skrevet ned som et undervisningsopplegg.",
        4,
        "Elevene fikk gjøre håndverket selv, og juryen så at det bar helt fram til den siste sømmen.",
    ),
    Told(
        "Verkstedbenkene",
        "Strømmen aktivitetshus",
        "arbeidsbenker",
        9,
        "bench",
        38000,
        "Ni benker med råte i beina ble hevet, skjøtt og oljet i stedet for å bli byttet ut. Brukerne av huset gjorde "
        "mye av arbeidet, og det er blitt kø for å bruke dem.",
        "Vi viser gjerne fram hvordan beina er skjøtt.",
        3,
        "Juryen la merke til hvor enkelt skjøtene er gjort, og at alle som vil, kan lære dem på en kveld.",
    ),
)
STATEMENT = (
    "Granlia bydelshus hadde en skranke som stengte folk ute. Det enkle hadde vært å kjøpe en ny. I stedet spurte de "
    "dem som bruker den hver dag, både foran og bak, og lot dem tegne. Verkstedet delte skranken i to, senket den ene "
    "halvdelen og brukte det som ble til overs, til benker i venterommet. Stolene fikk stoff som tåler både vask og "
    "barn. Juryen legger vekt på at løsningen er bedre enn en ny ville vært, at regnestykket er åpent, og at to andre "
    "bydelshus alt har tatt tegningene i bruk. Slik blir ett klokt valg til mange, og stedet er fortsatt seg selv."
)
SENTENCE = "For en skranke som ble delt i to, så den kunne bli for alle."


def play(secretary: User, before: int, at: datetime) -> None:
    """A whole year, from the announcement to the winner on the public page: the newest before `before` that is over."""
    year = next(year for year in range(before - 1, 0, -1) if reuse_monday(year) + 7 * DAY < at.date())
    prize = prizes.announced(reuse_monday(year), secretary)
    made = [_sent(prize, told, number) for number, told in enumerate(TOLD, start=1)]
    checked = prize.closes_at + 12 * HOUR
    screening.start_all(made, by=secretary, at=checked)
    for one in made:
        found = checks.findings(one, checks.rules_of(prize))
        screening.qualify(one, None, found, seats=(), by=secretary, at=checked)
    db.session.commit()
    prizes.appoint(prize, secretary, checked + DAY)
    _judge(prize, secretary, checked + 2 * DAY)
    _meet(prize, made, secretary)
    _award(prize, secretary)


def _sent(prize: Prize, told: Told, number: int) -> Nomination:
    at = prize.opens_at + number * DAY
    ended = prize.finished_by - 30 * DAY
    address = f"nominert{number}@i-fjor.example"
    made = actions.begin(prize, f"Daglig leder ved {told.unit}", address, at=at)
    answers = {
        "project": told.project,
        "unit": told.unit,
        "contact_name": f"Daglig leder ved {told.unit}",
        "contact_email": address,
        "relation": "leader",
        "period_from": ended - 60 * DAY,
        "period_to": ended,
        "is_finished": "yes",
        "why": told.why,
        "image_consent": "public",
        "agreement": "repair",
        "order_form": "direct",
        "supplier": "Verksted F (fiktivt)",
        "value_nok": told.value_nok,
        "transfer": told.transfer,
    }
    drafting.save(made, answers, at=at)
    drafting.save_items(made, [(told.kinds, told.count)], at=at)
    for side, when in ((Side.BEFORE, "før arbeidet"), (Side.AFTER, "etter arbeidet")):
        data = draw(told.project, told.motif, mended=side is Side.AFTER)
        picture = drafting.add_picture(made, side, f"{side}.jpg", data, at=at)
        drafting.describe(picture, made, f"{told.kinds.capitalize()} {when}", at=at)
    actions.send(made, at=at)
    db.session.commit()
    return made


def _judge(prize: Prize, secretary: User, at: datetime) -> None:
    """All declare themselves impartial and score all three, and the scores are locked."""
    opening.open_declaring(prize, by=secretary, site=site(), at=at)
    db.session.commit()
    members = queries.members(prize)
    for member in members:
        prizes.declare_impartial(prize, member, at + 2 * HOUR)
    opening.open_scoring(prize, None, by=secretary, site=site(), at=at + DAY)
    db.session.commit()
    asked, touch, scores = (
        criteria(prize.rubric_id),
        Touch(at + 2 * DAY, at + 2 * DAY),
        {t.project: t.score for t in TOLD},
    )
    for member in members:
        seated = sitting(prize.year, member.user)
        for entry in reading_list(seated).entries:
            given = Given(scores[entry.project])
            for criterion in asked:
                place = to_score(seated, entry.reference, criterion.code)
                save_score(place, given, touch, by=member.user, at=touch.given_at)
        db.session.commit()
    locking.lock(prize, by=secretary, at=prize.scoring_closes_at or at + 7 * DAY)
    db.session.commit()


def _meet(prize: Prize, made: list[Nomination], secretary: User) -> None:
    """The ranking follows the scores; the minutes are confirmed by all who were there."""
    at = prize.meeting_at or clock.now()
    jury = standing(prize)
    attending.start(prize, by=secretary, at=at)
    regular = [member for member in jury.members if not member.is_deputy]
    attending.note_attendance(prize, regular, jury, by=secretary, at=at)
    db.session.flush()
    verdict = set_ranking(prize, made, [made[1]], "total", None, by=secretary, at=at + HOUR)
    words = {one.reference: told.word for one, told in zip(made, TOLD, strict=True) if told.word}
    statement.write(verdict, made[1:], statement.Texts(STATEMENT, SENTENCE, words), by=secretary, at=at + DAY)
    db.session.flush()
    confirming.make(verdict, jury, made[1:], by=secretary, at=at + DAY)
    db.session.commit()
    for signer in confirming.signers(verdict, jury):
        sha256 = verdict.minutes_sha256
        assert sha256 is not None
        member = signer.member
        confirming.confirm(verdict, member, jury, sha256=sha256, dissent=None, by=member.user, at=at + 2 * DAY)
        db.session.commit()


def _award(prize: Prize, secretary: User) -> None:
    """Sealed, handed over in the reuse week, and published."""
    assert prize.handover_on is not None
    at = clock.at_oslo(prize.handover_on, 12, 30)
    nonce = seal.new_nonce()
    sealing.seal_verdict(prize, nonce=nonce, by=secretary, at=at - 10 * DAY)
    sealing.publish_commitment(prize, by=secretary, at=at - 10 * DAY)
    db.session.commit()
    handing.hand_over(prize, by=secretary, at=at)
    shown = [each.public_id for each in verdict_of(prize).winner.images]
    publishing.publish(prize, publishing.Published(shown, is_checked=True), by=secretary, at=at + HOUR)
    db.session.commit()
