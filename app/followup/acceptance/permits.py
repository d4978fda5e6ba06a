"""A permit that has to be seen before money goes out, because a condition asks for it: demanded, sent in, accepted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.applications.models import Activity, Application
from app.audit.actions import record
from app.decisions.models import Decision, DecisionLine
from app.extensions import db
from app.files.actions import store
from app.files.receiving import examine
from app.followup.acceptance import policy
from app.followup.acceptance.models import PermitDemand, PermitProof
from app.followup.grants.models import Grant
from app.policy import NotComplete, NotNow
from app.rounds.models import OptionKind

MOST = 5
"""Files that wait or are accepted, for one grant."""


@dataclass(frozen=True)
class Sent:
    """A file as it came: its name and its bytes."""

    filename: str
    data: bytes


@dataclass(frozen=True)
class Permits:
    """What is demanded, by activity, and what was sent in, by grant, the newest first."""

    demands: Mapping[int, PermitDemand]
    proofs: Mapping[int, Sequence[PermitProof]]


def permits_of_case(application_id: int) -> Permits:
    """What is demanded in a case, and the files that answer it. One statement."""
    rows = db.session.execute(
        select(DecisionLine.activity_id, PermitDemand, PermitProof)
        .join(PermitDemand, PermitDemand.decision_line_id == DecisionLine.id)
        .join(DecisionLine.decision)
        .outerjoin(Grant, Grant.activity_id == DecisionLine.activity_id)
        .outerjoin(PermitProof, PermitProof.grant_id == Grant.id)
        .where(Decision.application_id == application_id, PermitDemand.dropped_at.is_(None))
        .order_by(DecisionLine.id, PermitProof.id.desc())
    ).all()
    sent: dict[int, list[PermitProof]] = {}
    for _activity_id, _demand, proof in rows:
        if proof is not None:
            sent.setdefault(proof.grant_id, []).append(proof)
    return Permits({activity_id: demand for activity_id, demand, _proof in rows}, sent)


def demands(activity_ids: Collection[int]) -> dict[int, PermitDemand]:
    """Activity id → what is demanded of it, whichever version of the decision it was demanded by. One statement."""
    rows = db.session.execute(
        select(DecisionLine.activity_id, PermitDemand)
        .join(PermitDemand, PermitDemand.decision_line_id == DecisionLine.id)
        .where(DecisionLine.activity_id.in_(activity_ids), PermitDemand.dropped_at.is_(None))
        .order_by(DecisionLine.id)
    )
    return {activity_id: demand for activity_id, demand in rows}


def proofs(grant_ids: Collection[int]) -> dict[int, list[PermitProof]]:
    """Grant id → what was sent in, the newest first. One statement."""
    found: dict[int, list[PermitProof]] = {}
    rows = select(PermitProof).where(PermitProof.grant_id.in_(grant_ids)).order_by(PermitProof.id.desc())
    for proof in db.session.scalars(rows):
        found.setdefault(proof.grant_id, []).append(proof)
    return found


def lacks(grants: Sequence[Grant]) -> dict[int, str]:
    """Grant id → why it may not be paid yet; those that lack nothing are left out. Two statements."""
    demanded = demands([grant.activity_id for grant in grants])
    sent = proofs([grant.id for grant in grants if grant.activity_id in demanded]) if demanded else {}
    return why_lacking(grants, Permits(demanded, sent))


def why_lacking(grants: Sequence[Grant], permits: Permits) -> dict[int, str]:
    """The same, of what is read already."""
    found = {}
    for grant in grants:
        demand, sent = permits.demands.get(grant.activity_id), permits.proofs.get(grant.id, ())
        if demand is not None and not any(proof.is_accepted for proof in sent):
            found[grant.id] = _why(demand, sent)
    return found


def _why(demand: PermitDemand, sent: Sequence[PermitProof]) -> str:
    if any(proof.is_accepted is None for proof in sent):
        return str(_("Tillatelsen er sendt inn, men ikke godkjent ennå: %(what)s", what=demand.what))
    return str(_("Tillatelse mangler: %(what)s", what=demand.what))


def demand(line: DecisionLine, what: str, *, by: User, at: datetime) -> PermitDemand:
    """A case handler says which permit is to be seen before this grant is paid. Said again, the words are replaced."""
    application = line.decision.application
    policy.can_demand(by, application, line)
    made = demands([line.activity_id]).get(line.activity_id)
    if made is None:
        made = db.session.get(PermitDemand, line.id) or PermitDemand(decision_line_id=line.id)
    made.what, made.made_by_id, made.made_at, made.dropped_at = what, by.id, at, None
    db.session.add(made)
    record("permit_demanded", by=by, at=at, case=application.reference, activity=line.activity.position)
    return made


def drop(line: DecisionLine, *, by: User, at: datetime) -> None:
    """The permit need not be seen after all."""
    application = line.decision.application
    policy.can_demand(by, application, line)
    standing = demands([line.activity_id]).get(line.activity_id)
    if standing is None:
        raise NotNow(_("Det er ikke krevd noen tillatelse."))
    standing.dropped_at = at
    record("permit_demand_dropped", by=by, at=at, case=application.reference, activity=line.activity.position)


def send(grant: Grant, sent: Sent, *, by: User, at: datetime) -> PermitProof:
    """Take in a file from the party. The same file twice is one; not more than MOST wait or are accepted at a time.

    Raises NotComplete with the sentence for the field when the file is refused."""
    policy.may_act_for(by, grant)
    if grant.activity_id not in demands([grant.activity_id]):
        raise NotNow(_("Vi har ikke bedt om å se noen tillatelse."))
    name, kind = examine(sent.filename, sent.data)
    stored = store(sent.data, kind.media_type, at)
    kept = [proof for proof in proofs([grant.id]).get(grant.id, ()) if proof.is_accepted is not False]
    known = next((proof for proof in kept if proof.sha256 == stored.sha256), None)
    if known is not None:
        return known
    if len(kept) >= MOST:
        sentence = str(_("Vi har %(most)s filer fra dere allerede. Vent til vi har sett på dem.", most=MOST))
        raise NotComplete(sentence, {"permit": sentence})
    made = PermitProof(grant_id=grant.id, sha256=stored.sha256, filename=name, sent_by_id=by.id, sent_at=at)
    db.session.add(made)
    record("permit_sent", by=by, at=at, case=grant.application.reference, activity=grant.activity.position)
    return made


def settle(proof: PermitProof, is_accepted: bool, comment: str | None, *, by: User, at: datetime) -> None:
    """An impartial handler has looked at it. A refused one says why, and the party may send another."""
    policy.can_settle_permit(by, proof, is_accepted, comment)
    proof.is_accepted, proof.comment = is_accepted, comment
    proof.settled_by_id, proof.settled_at = by.id, at
    application, position = proof.grant.application, proof.grant.activity.position
    record("permit_settled", by=by, at=at, case=application.reference, activity=position, accepted=is_accepted)


def suggestion(application: Application, needed: Sequence[Mapping[str, str]]) -> str:
    """What to demand, where the application says that a permit is not granted yet: «Kommunal grunn, Brann». `needed`
    is the activity's `permits`; the names are the round's."""
    asked = [row["code"] for row in needed if row.get("status") != "granted"]
    if not asked:
        return ""
    names = {option.code: option.name for option in application.round.options if option.kind is OptionKind.PERMIT}
    waiting = [names[code] for code in asked if code in names]
    return ", ".join(waiting)[: PermitProof.TEXT_LENGTH]


def proof_of(
    application_id: int, public_id: str, *, grant_id: int | None = None, for_change: bool = False
) -> PermitProof:
    """A file of this case, or only of this grant, with grant, case and activity. Raises NoResultFound."""
    found = (
        select(PermitProof)
        .join(PermitProof.grant)
        .where(PermitProof.public_id == public_id, Grant.application_id == application_id)
        .options(contains_eager(PermitProof.grant), joinedload(PermitProof.file, innerjoin=True))
    )
    if grant_id is not None:
        found = found.where(PermitProof.grant_id == grant_id)
    return db.session.scalars(found.with_for_update(of=PermitProof) if for_change else found).one()


def line_at(application_id: int, position: int) -> DecisionLine:
    """The line of the newest released decision about the activity at this position. Raises NoResultFound."""
    return db.session.scalars(
        select(DecisionLine)
        .join(DecisionLine.decision)
        .join(DecisionLine.activity)
        .where(
            Decision.application_id == application_id, Decision.released_at.is_not(None), Activity.position == position
        )
        .options(contains_eager(DecisionLine.decision), contains_eager(DecisionLine.activity))
        .order_by(Decision.version.desc())
        .limit(1)
    ).one()
