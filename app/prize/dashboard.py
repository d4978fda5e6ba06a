"""What the secretary's page of a year says: how far the year is, what is left before the next step, and where to go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.access import Actor
from app.formatting import full_day, moment
from app.policy import denial
from app.prize import archiving, promises, year_queries
from app.prize.jury import queries as jury
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing, State, standing
from app.prize.meeting.progress import left
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.nominations.models import NominationStatus as N
from app.prize.verdict import confirming
from app.prize.verdict.queries import standing_verdict

P = PrizeStatus

PATH: tuple[tuple[PrizeStatus, str], ...] = (
    (P.PLANNED, _l("Juryen oppnevnes")),
    (P.APPOINTED, _l("Nominasjonene kontrolleres")),
    (P.DECLARING, _l("Juryen svarer på habilitet")),
    (P.SCORING, _l("Juryen gir poeng")),
    (P.LOCKED, _l("Møtet forberedes")),
    (P.MEETING, _l("Jurymøte")),
    (P.RANKED, _l("Begrunnelse")),
    (P.STATEMENT_READY, _l("Protokoll")),
    (P.SIGNED, _l("Forsegling")),
    (P.EMBARGO, _l("Overrekkelse")),
    (P.HANDED_OVER, _l("Publisering")),
    (P.PUBLISHED, _l("Arkivering")),
)
"""What goes on while the year has this status."""


@dataclass(frozen=True)
class Mark:
    """One step on the way; `state` is done, current or ahead."""

    text: str
    state: str


@dataclass(frozen=True)
class Link:
    """Another page of the year, there from a status on. `endpoint` takes the year."""

    text: str
    about: str
    endpoint: str
    since: PrizeStatus = P.PLANNED

    def leads(self, prize: Prize) -> bool:
        ended_early = prize.status is P.CANCELLED and self.since is not P.PLANNED
        return promises.has_reached(prize, self.since) and not ended_early


LINKS = (
    Link(_l("Nominasjoner"), _l("Kontroller, spør om fakta, slå sammen"), "prize.nominations"),
    Link(_l("Juryen"), _l("Oppnevn, inviter, habilitet"), "prize.jury"),
    Link(_l("Poengene"), _l("Framdrift, låsing og matrise"), "prize.matrix_for_staff"),
    Link(_l("Jurymøtet"), _l("Saksliste, oppmøte, avstemninger og rangering"), "prize.meeting_for_staff", P.LOCKED),
    Link(_l("Kåringen"), _l("Begrunnelse, protokoll, forsegling og overrekkelse"), "prize.verdict"),
    Link(_l("Innstillinger"), _l("Tema, datoer, kriterier, mandat og avsender"), "prize.settings"),
)


@dataclass(frozen=True)
class Task:
    """Something that must be so before the next step."""

    text: str
    is_done: bool
    endpoint: str | None = None


@dataclass(frozen=True)
class Step:
    """The next step: what it is, what is left, and the page (or with `is_act` the act) of the one button. `blocked`
    says why the act cannot be done yet."""

    title: str
    text: str
    tasks: tuple[Task, ...]
    button: str
    endpoint: str
    is_act: bool = False
    blocked: str | None = None


def path(prize: Prize) -> list[Mark]:
    """A cancelled year has no way ahead."""
    if prize.status is P.CANCELLED:
        return []
    here = promises.ORDER.index(prize.status)
    places = [(promises.ORDER.index(status), str(text)) for status, text in PATH]
    return [Mark(text, "done" if at < here else "current" if at == here else "ahead") for at, text in places]


class Progress:
    """What the steps count, each asked for once and only where a step needs it."""

    def __init__(self, prize: Prize, by: Actor, at: datetime) -> None:
        self.prize = prize
        self.by = by
        self.at = at

    @cached_property
    def waiting(self) -> int:
        """Nominations that are not checked to the end."""
        counted = year_queries.nominations_by_status(self.prize)
        return sum(counted.get(status, 0) for status in (N.SUBMITTED, N.SCREENING, N.NEEDS_INFO))

    @cached_property
    def standing(self) -> Standing:
        return standing(self.prize)

    @cached_property
    def judged(self) -> Sequence[Nomination]:
        return jury.to_declare(self.prize)

    @property
    def regular(self) -> list[JuryMember]:
        return [member for member in self.standing.members if not member.is_deputy]

    def pairs(self, state: State) -> int:
        """For how many (member, nomination) a regular member stands so."""
        return sum(self.standing.state(member, one) is state for member in self.regular for one in self.judged)

    @property
    def deadline(self) -> Task:
        day = moment(self.prize.closes_at)
        is_out = self.at > self.prize.closes_at
        text = (
            _("Fristen for å nominere gikk ut %(day)s", day=day)
            if is_out
            else _("Fristen for å nominere er %(day)s", day=day)
        )
        return Task(text, is_out, "prize.settings")

    @property
    def checked(self) -> Task:
        left = ngettext(
            "%(num)s nominasjon igjen å kontrollere", "%(num)s nominasjoner igjen å kontrollere", self.waiting
        )
        return Task(
            left if self.waiting else _("Alle nominasjonene er kontrollert"), not self.waiting, "prize.nominations"
        )


def _appoint(seen: Progress) -> Step:
    seats = jury.seats(seen.prize)
    taken = {member.seat_id for member in seen.regular}
    is_known, is_led = seen.prize.announced_at is not None, any(member.is_chair for member in seen.regular)
    filled = _("%(done)s av %(all)s plasser har et medlem", done=len(taken), all=len(seats))
    tasks = (
        Task(_("Prisen er kunngjort") if is_known else _("Prisen er ikke kunngjort"), is_known),
        Task(filled, len(taken) == len(seats), "prize.jury"),
        Task(_("Juryen har en leder") if is_led else _("Juryen mangler en leder"), is_led, "prize.jury"),
    )
    return Step(
        _("Oppnevn juryen"), _("Brevet med mandatet går til alle på én gang."), tasks, _("Gå til juryen"), "prize.jury"
    )


def _check(seen: Progress) -> Step:
    ready = ngettext(
        "%(num)s nominasjon er klar for juryen", "%(num)s nominasjoner er klare for juryen", len(seen.judged)
    )
    tasks = (seen.deadline, seen.checked, Task(ready, bool(seen.judged), "prize.nominations"))
    text = _("Juryen ser prosjekt, sted, leverandør og navn, og svarer før de får lese.")
    if all(task.is_done for task in tasks):
        return Step(_("Be juryen svare på habilitet"), text, tasks, _("Gå til juryen"), "prize.jury")
    return Step(_("Kontroller nominasjonene"), text, tasks, _("Gå til nominasjonene"), "prize.nominations")


def _declare(seen: Progress) -> Step:
    signed = sum(member.confidentiality_signed_at is not None for member in seen.regular)
    pending, doubts = seen.pairs(State.PENDING), seen.pairs(State.DOUBT)
    lacking = len(seen.standing.lacks_quorum(seen.judged, seen.prize.quorum))
    tasks = (
        seen.deadline,
        seen.checked,
        Task(
            _("%(done)s av %(all)s har bekreftet taushetsplikten", done=signed, all=len(seen.regular)),
            signed == len(seen.regular),
            "prize.jury",
        ),
        Task(
            ngettext("%(num)s svar på habilitet mangler", "%(num)s svar på habilitet mangler", pending)
            if pending
            else _("Alle har svart på habilitet"),
            not pending,
            "prize.jury",
        ),
        Task(
            ngettext("%(num)s tvil skal avgjøres av de andre", "%(num)s tvil skal avgjøres av de andre", doubts)
            if doubts
            else _("Ingen tvil venter"),
            not doubts,
            "prize.jury",
        ),
        Task(_quorum(lacking), not lacking, "prize.jury"),
    )
    text = _("Hver av dem leser det de er habile til. Ingen ser andres poeng før de er låst.")
    return Step(_("Åpne for poeng"), text, tasks, _("Gå til juryen"), "prize.jury")


def _quorum(lacking: int) -> str:
    if not lacking:
        return str(_("Alle nominasjonene har nok habile"))
    return str(ngettext("%(num)s nominasjon har for få habile", "%(num)s nominasjoner har for få habile", lacking))


def _score(seen: Progress) -> Step:
    rows = left(seen.prize, seen.standing, seen.judged)
    finished = sum(not row.count for row in rows)
    lacking = len(seen.standing.lacks_quorum(seen.judged, seen.prize.quorum))
    closes = seen.prize.scoring_closes_at
    text = (
        _("Poengene låses av seg selv %(when)s.", when=moment(closes))
        if closes
        else _("Dere låser poengene når alle er ferdige.")
    )
    tasks = (
        Task(
            _("%(done)s av %(all)s er ferdige", done=finished, all=len(rows)),
            finished == len(rows),
            "prize.matrix_for_staff",
        ),
        Task(_quorum(lacking), not lacking, "prize.jury"),
    )
    return Step(_("Juryen gir poeng"), text, tasks, _("Se hvor langt de er"), "prize.matrix_for_staff")


def _locked(seen: Progress) -> Step:
    lacking = len(seen.standing.lacks_quorum(seen.judged, seen.prize.quorum))
    enough = ngettext("%(num)s nominasjon har for få poeng", "%(num)s nominasjoner har for få poeng", lacking)
    tasks = (Task(enough if lacking else _("Alle nominasjonene har nok poeng"), not lacking, "prize.matrix_for_staff"),)
    when = seen.prize.meeting_at
    text = _("Møtet er %(when)s.", when=moment(when)) if when else _("Møtet har ikke fått en dag ennå.")
    return Step(_("Start jurymøtet"), text, tasks, _("Gå til møtet"), "prize.meeting_for_staff")


def _meet(seen: Progress) -> Step:
    text = _("Juryen går gjennom nominasjonene og setter rangeringen.")
    return Step(_("Jurymøtet er i gang"), text, (), _("Gå til møtet"), "prize.meeting_for_staff")


def _state(seen: Progress) -> Step:
    text = _("Juryens begrunnelse, en setning til diplomet og ett sant ord om hvert av de andre prosjektene.")
    return Step(_("Skriv begrunnelsen"), text, (), _("Gå til begrunnelsen"), "prize.statement")


def _confirm(seen: Progress) -> Step:
    verdict = standing_verdict(seen.prize)
    signers = confirming.signers(verdict, seen.standing) if verdict and verdict.minutes_sha256 else []
    given = sum(each.confirmation is not None for each in signers)
    done = _("%(done)s av %(all)s har bekreftet protokollen", done=given, all=len(signers))
    tasks = (Task(done, given == len(signers), "prize.minutes_for_staff"),)
    text = _("Når den siste har bekreftet, kan kåringen forsegles.")
    return Step(_("Medlemmene bekrefter protokollen"), text, tasks, _("Gå til protokollen"), "prize.minutes_for_staff")


def _seal(seen: Progress) -> Step:
    text = _("Etterpå kan ingen endre den uten at det synes.")
    return Step(_("Forsegl kåringen"), text, (), _("Gå til kåringen"), "prize.verdict")


def _hand_over(seen: Progress) -> Step:
    day = seen.prize.handover_on
    text = (
        _("Overrekkelsen er %(day)s. Ingen utenfor juryen vet hvem som har vunnet.", day=full_day(day))
        if day
        else _("Ingen utenfor juryen vet hvem som har vunnet.")
    )
    return Step(_("Overrekk prisen"), text, (), _("Gå til kåringen"), "prize.verdict")


def _publish(seen: Progress) -> Step:
    text = _("Vinneren vet det. Når dere publiserer, får alle som nominerte, takk og svar.")
    return Step(_("Publiser vinneren"), text, (), _("Gå til kåringen"), "prize.verdict")


def _archive(seen: Progress) -> Step:
    blocked = denial(archiving.can_archive, seen.prize, by=seen.by)
    text = _("Siden med vinneren blir stående.")
    return Step(_("Avslutt året"), text, (), _("Arkiver"), "prize.archive", is_act=True, blocked=blocked)


STEPS: dict[PrizeStatus, Callable[[Progress], Step]] = {
    P.PLANNED: _appoint,
    P.APPOINTED: _check,
    P.DECLARING: _declare,
    P.SCORING: _score,
    P.LOCKED: _locked,
    P.MEETING: _meet,
    P.RANKED: _state,
    P.STATEMENT_READY: _confirm,
    P.SIGNED: _seal,
    P.EMBARGO: _hand_over,
    P.HANDED_OVER: _publish,
    P.PUBLISHED: _archive,
}


def next_step(prize: Prize, by: Actor, at: datetime) -> Step | None:
    """None for a year that has ended."""
    made = STEPS.get(prize.status)
    return made(Progress(prize, by, at)) if made else None
