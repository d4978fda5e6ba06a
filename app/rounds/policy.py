"""When a round receives, and who may make, change, announce and end it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.access import Actor, Role
from app.formatting import kroner, moment_exact
from app.policy import NotComplete, NotNow, NotPermitted
from app.rounds import promises
from app.rounds.models import Round, RoundStatus
from app.rounds.workflow import check_move


def can_receive(grant_round: Round, at: datetime) -> None:
    """In time means: not before it opens, and not after the last whole second of its deadline."""
    if grant_round.status in {RoundStatus.DRAFT, RoundStatus.CANCELLED}:
        raise NotNow(_("Runden tar ikke imot søknader."))
    if at < grant_round.opens_at:
        raise NotNow(
            _(
                "Runden åpner %(opens)s. Nå er klokka %(now)s.",
                opens=moment_exact(grant_round.opens_at),
                now=moment_exact(at),
            )
        )
    if at.replace(microsecond=0) > grant_round.closes_at:
        raise NotNow(
            _(
                "Fristen var %(closes)s. Søknaden kom %(now)s, og kan ikke tas imot.",
                closes=moment_exact(grant_round.closes_at),
                now=moment_exact(at),
            )
        )
    if grant_round.status not in {RoundStatus.ANNOUNCED, RoundStatus.OPEN}:
        raise NotNow(_("Runden tar ikke imot søknader nå."))


def _administers(by: Actor) -> None:
    if Role.ADMINISTRATOR not in by.roles:
        raise NotPermitted(_("Bare en administrator kan endre en runde."))


def can_create(by: Actor) -> None:
    _administers(by)


def can_change(grant_round: Round, changes: Mapping[str, Any], *, by: Actor) -> None:
    """`changes` are those that differ. Raises NotComplete with a sentence for each that breaks a promise or a rule."""
    _administers(by)
    if grant_round.status in {RoundStatus.FINISHED, RoundStatus.CANCELLED}:
        raise NotNow(_("Runden er avsluttet og kan ikke endres."))
    wrong = promises.broken(grant_round, changes)
    if wrong:
        raise NotComplete(_("Ingenting er endret. Noe av dette er lovet søkerne."), wrong)
    wrong = promises.contradictions(grant_round, changes)
    if wrong:
        raise NotComplete(_("Ingenting er endret. Noe av dette går ikke i hop."), wrong)


def can_announce(grant_round: Round, *, by: Actor, at: datetime) -> None:
    """An administrator announces a complete round whose deadline is still ahead."""
    check_move(grant_round, RoundStatus.ANNOUNCED, by)
    lacking = promises.lacks(grant_round)
    if at > grant_round.closes_at:
        lacking["closes_at"] = _("Fristen er allerede ute.")
    if lacking:
        raise NotComplete(
            ngettext(
                "Runden kan ikke kunngjøres. %(num)s ting mangler.",
                "Runden kan ikke kunngjøres. %(num)s ting mangler.",
                len(lacking),
            ),
            lacking,
        )


def can_cancel(grant_round: Round, *, by: Actor) -> None:
    """Only a round that nobody has begun to apply to: what people have put work into is handled, not removed."""
    check_move(grant_round, RoundStatus.CANCELLED, by)
    if grant_round.last_case_number:
        raise NotNow(_("Noen har begynt å søke. Da må runden behandles ferdig."))


def can_finish(grant_round: Round, *, by: Actor) -> None:
    check_move(grant_round, RoundStatus.FINISHED, by)


def can_close_assessing(grant_round: Round, *, by: Actor) -> None:
    """An approver, once, when nothing more comes in. Then everybody who handles the round may see its scores."""
    if Role.APPROVER not in by.roles:
        raise NotPermitted(_("Bare en godkjenner kan avslutte vurderingen."))
    if grant_round.status is not RoundStatus.CLOSED:
        raise NotNow(_("Vurderingen kan avsluttes når fristen er ute."))
    if grant_round.assessing_closed_at is not None:
        raise NotNow(_("Vurderingen er avsluttet."))


def can_release_reserve(grant_round: Round, amount_nok: int, *, by: Actor) -> None:
    """All or part of the reserve is set free to be decided, never more than there is."""
    _administers(by)
    if grant_round.status not in {RoundStatus.ANNOUNCED, RoundStatus.OPEN, RoundStatus.CLOSED}:
        raise NotNow(_("Reserven kan bare frigjøres mens runden er i gang."))
    if not 0 < amount_nok <= grant_round.reserve_nok:
        raise NotNow(
            _("Dere kan frigjøre mellom 1 og %(reserve)s.", reserve=kroner(grant_round.reserve_nok))
            if grant_round.reserve_nok
            else _("Det er ingen reserve igjen.")
        )
