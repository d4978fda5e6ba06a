"""Last year's round: the eight who got money then, what they did with it, and who never reported."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from app import clock
from app.applications.models import Application
from app.clock import local
from app.demo import after_letter
from app.demo.after_letter import Payers, Told
from app.demo.handling import Handling
from app.demo.rows import Row
from app.extensions import db
from app.followup.grants.queries import of_case
from app.followup.recovery import actions as recovery
from app.followup.recovery.actions import Warned
from app.followup.recovery.models import RecoveryCause
from app.rounds.models import Round

FUNDED = ("S26-001", "S26-012", "S26-014", "S26-018", "S26-027", "S26-031", "S26-036", "S26-040")
"""The rows of those who say that they had a grant before."""
NEVER_REPORTED = "S26-014"
FACTS = "Rapporten skulle vært her i fjor vinter. Vi har minnet dere om den tre ganger, og den er ikke kommet."
DAY, PICTURED = timedelta(days=1), 3

TOLD: Mapping[str, Told] = {
    "S26-001": Told(
        134,
        True,
        {"repaired": 61},
        "Folk åpnet sine egne brødristere, og så at det ofte bare var en løs ledning.",
        "Vi gikk tom for sikringer. Neste år bestiller vi før.",
    ),
    "S26-012": Told(
        85,
        False,
        {"repaired": 40},
        "Mange sydde på sin første maskin.",
        "To kvelder i stedet for én hadde gitt mindre kø.",
    ),
    "S26-018": Told(
        210, False, {"lent": 96}, "Familier fant ut at turutstyr kan lånes hele året.", "Skilt fra T-banen til døra."
    ),
    "S26-027": Told(
        None, False, {"repaired": 25}, "De unge lærte bort til hverandre.", "Vi burde hatt en teller i døra."
    ),
    "S26-031": Told(
        152, True, {"food_kg": 180}, "Restemat ble til tre retter som folk fikk oppskriften på.", "Større kjøleskap."
    ),
    "S26-036": Told(
        47,
        True,
        {"repaired": 39},
        "Alle dro hjem på en sykkel med bremser som virket.",
        "Færre kom enn vi trodde, siden det snødde.",
        spent=6,
    ),
    "S26-040": Told(
        300,
        False,
        {"swapped": 410},
        "Barna valgte selv, og de voksne sparte tusenlapper.",
        "Egne bord for hver størrelse.",
    ),
}


class LastYear(Handling):
    """All of it is decided and released, in the autumn as it should be."""

    def work(self, rows: Sequence[Row]) -> None:
        codes = [row.code for row in rows]
        for row in rows:
            self._review(row, is_complete=True)
            self._recommend(row)
        self._decide(codes)
        self._release(codes)

    def report(self, rows: Sequence[Row]) -> None:
        """Everybody but one, in the weeks after; approved by whoever handled the case."""
        told = [(row, TOLD[row.code]) for row in rows if row.code in TOLD]
        for number, (row, one) in enumerate(told):
            at = after_letter.evening(self.round.week_ends_on + (3 + 4 * number) * DAY)
            with clock.frozen(at):
                made = after_letter.report(self.cases[row.code], one, at, with_picture=number < PICTURED)
            approved = at + 6 * DAY - timedelta(hours=11)
            with clock.frozen(approved):
                after_letter.approve_report(made, self._handlers(row)[0], approved)

    def warn(self, rows: Sequence[Row], at: datetime) -> None:
        """Whoever never reported is told that the money may be claimed, and may say something first."""
        row = next(row for row in rows if row.code == NEVER_REPORTED)
        grant = of_case(self.cases[row.code].id)[0]
        about = Warned(RecoveryCause.NO_REPORT, grant.accepted_nok, FACTS, local(at).date() + 21 * DAY)
        with clock.frozen(at):
            recovery.warn(grant, about, by=self._handlers(row)[0], at=at)
            db.session.commit()


def follow_up(earlier: Round, cases: Mapping[str, Application], rows: Sequence[Row], payers: Payers) -> None:
    """Accepted in the days after the letter, and paid before the week."""
    accepted = earlier.closes_at + 8 * DAY
    for number, row in enumerate(rows):
        at = accepted + number * timedelta(hours=3)
        with clock.frozen(at):
            after_letter.accept(cases[row.code], row, at)
    paid = accepted + 6 * DAY
    with clock.frozen(paid):
        after_letter.pay(earlier, payers, paid)
