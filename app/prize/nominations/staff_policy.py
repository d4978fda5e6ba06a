"""Who may check, merge, ask and qualify, and when. Order: who, then when, then whether it is complete."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from app.access import Actor, Role
from app.applications.models import FlagLevel
from app.clock import local
from app.formatting import full_day
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.checks import Finding
from app.prize.nominations.models import Nomination, NominationStatus
from app.prize.nominations.workflow import LABELS, check_move

N, P = NominationStatus, PrizeStatus
UNTIL_LOCKED = frozenset({P.PLANNED, P.APPOINTED, P.DECLARING, P.SCORING})
FACTS_CHECK = frozenset({P.LOCKED, P.MEETING, P.RANKED, P.STATEMENT_READY})
WAITING = (N.SUBMITTED, N.SCREENING, N.NEEDS_INFO)
FEWEST_DAYS, MOST_DAYS = 1, 60
FEWEST_FINALISTS = 3
"""The facts check asks at least so many the same (or all, where there are fewer), so that no one learns who leads."""


def is_secretary(by: Actor) -> None:
    if Role.PRIZE_SECRETARY not in by.roles:
        raise NotPermitted(_("Bare jurysekretæren kan gjøre dette."))


def can_change_field(by: Actor, prize: Prize) -> None:
    """Who takes part is settled when the scores are locked."""
    is_secretary(by)
    if prize.status not in UNTIL_LOCKED:
        raise NotNow(_("Poengene er låst. Hvem som er med, kan ikke endres nå."))


def can_start(by: Actor, nomination: Nomination) -> None:
    can_change_field(by, nomination.prize)
    check_move(nomination, N.SCREENING, by)


def can_decide(by: Actor, nomination: Nomination) -> None:
    """Qualify it or not: while it is checked."""
    can_change_field(by, nomination.prize)
    _is(nomination, N.SCREENING)


def can_qualify(by: Actor, nomination: Nomination, found: Sequence[Finding]) -> None:
    """Nothing that breaks a rule of the year."""
    can_decide(by, nomination)
    red = [each for each in found if each.level is FlagLevel.RED]
    if red:
        raise NotComplete(" ".join(each.sentence for each in red), {each.check: each.sentence for each in red})


def can_take_back(by: Actor, nomination: Nomination) -> None:
    can_change_field(by, nomination.prize)
    if nomination.status not in (N.QUALIFIED, N.NOT_QUALIFIED):
        raise NotNow(_("Bare det som er avgjort i kontrollen, kan tas opp igjen."))


def can_correct(by: Actor, nomination: Nomination) -> None:
    """Facts only, and before the jury has them."""
    can_change_field(by, nomination.prize)
    if nomination.status not in WAITING:
        raise NotNow(_("Fakta kan rettes til nominasjonen er kontrollert. Ta den opp igjen først."))


def can_ask(by: Actor, nomination: Nomination) -> None:
    can_change_field(by, nomination.prize)
    _is(nomination, N.SCREENING)


def check_deadline(due_on: date | None, at: datetime) -> None:
    today = local(at).date()
    first, last = today + timedelta(days=FEWEST_DAYS), today + timedelta(days=MOST_DAYS)
    if due_on is None or not first <= due_on <= last:
        sentence = _("Velg en dag mellom %(first)s og %(last)s.", first=full_day(first), last=full_day(last))
        raise NotComplete(str(sentence), {"due_on": str(sentence)})


def can_go_on(by: Actor, nomination: Nomination) -> None:
    """Without an answer."""
    can_change_field(by, nomination.prize)
    _is(nomination, N.NEEDS_INFO)


def is_open_for_facts(by: Actor, prize: Prize) -> None:
    is_secretary(by)
    if prize.status not in FACTS_CHECK:
        raise NotNow(_("Faktasjekken gjøres etter at poengene er låst, og før protokollen er bekreftet."))


def can_check_facts(by: Actor, prize: Prize, chosen: Sequence[Nomination], possible: int) -> None:
    """The facts check before the statement: the same questions to several, none of whom learns how it went."""
    is_open_for_facts(by, prize)
    fewest = min(FEWEST_FINALISTS, possible)
    if len(chosen) < fewest:
        sentence = _("Velg minst %(fewest)s. Da kan ingen gjette hvordan det går.", fewest=fewest)
        raise NotComplete(str(sentence), {"chosen": str(sentence)})


def can_merge(by: Actor, nomination: Nomination, into: Nomination) -> None:
    """Into one of the same year that is still in, and that is not merged itself; one level only."""
    can_change_field(by, nomination.prize)
    check_move(nomination, N.MERGED, by)
    if nomination.merged:
        raise NotNow(_("Andre er slått inn i denne. Slå heller den andre inn i %(own)s.", own=nomination.reference))
    is_in = into.prize_id == nomination.prize_id and into.status in (*WAITING, N.QUALIFIED)
    if into.id == nomination.id or not is_in:
        sentence = _("Velg en annen nominasjon som er med.")
        raise NotComplete(str(sentence), {"into": str(sentence)})


def can_unmerge(by: Actor, nomination: Nomination) -> None:
    can_change_field(by, nomination.prize)
    _is(nomination, N.MERGED)


def can_register(by: Actor, prize: Prize) -> None:
    """On behalf of somebody who wrote, called or came in time: also a little after the deadline."""
    can_change_field(by, prize)
    if prize.announced_at is None:
        raise NotNow(_("Prisen er ikke kunngjort ennå."))


def check_received(prize: Prize, received_at: datetime, at: datetime) -> None:
    """Raises NotComplete when it came before the opening, after the deadline, or in the future."""
    if prize.opens_at <= received_at <= min(prize.closes_at, at):
        return
    sentence = _(
        "Nominasjonen må ha kommet mellom %(first)s og fristen %(last)s.",
        first=full_day(prize.opens_at),
        last=full_day(prize.closes_at),
    )
    raise NotComplete(str(sentence), {"received_on": str(sentence)})


def _is(nomination: Nomination, status: NominationStatus) -> None:
    if nomination.status is not status:
        now, needed = LABELS[nomination.status].text, LABELS[status].text
        raise NotNow(_("Nominasjonen har status «%(now)s», ikke «%(needed)s».", now=now, needed=needed))
