"""The letters of a release: what they hold, and keeping them once they are made.

A letter takes a tenth of a second to make. It is made outside the transaction that keeps it, so that nobody waits for
the database meanwhile; and if two workers make the same letter, one of them finds it released and lets it be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, insert, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from app.access import SYSTEM
from app.accounts.models import GrantHistory, Membership, User
from app.applications.models import Application, ApplicationVersion, CaseRow, Status
from app.applications.workflow import move
from app.audit.actions import record
from app.casework.supplements.queries import answered_on
from app.decisions.letters import Competition, released_content
from app.decisions.models import Decision, DecisionLine
from app.decisions.reversals.printing import with_changes
from app.extensions import db
from app.files import queries as files
from app.letters import actions as letters
from app.letters.actions import Rendered
from app.letters.content import DecisionContent
from app.letters.models import Letter, LetterKind
from app.letters.pdf import Embedded
from app.policy import NotNow
from app.rounds.models import Round


def whole(found: Select[Decision]) -> Select[Decision]:
    """With all that a letter is made of, in a fixed number of statements."""
    return found.options(
        selectinload(Decision.lines).joinedload(DecisionLine.activity, innerjoin=True),
        joinedload(Decision.application, innerjoin=True).options(
            joinedload(Application.organisation, innerjoin=True),
            joinedload(Application.round, innerjoin=True).selectinload(Round.texts),
            selectinload(Application.activities),
        ),
    ).order_by(Decision.id)


def competition(round_id: int) -> Competition:
    """How many applied, and for how much; withdrawn ones left out."""
    applications, sought = db.session.execute(
        select(func.count(func.distinct(CaseRow.application_id)), func.coalesce(func.sum(CaseRow.sought_nok), 0)).where(
            CaseRow.round_id == round_id, CaseRow.status != Status.WITHDRAWN
        )
    ).one()
    return Competition(applications, sought)


def contents_of(decisions: Sequence[Decision], at: datetime, public_url: str) -> dict[int, DecisionContent]:
    """The letters' contents as they are at this moment, by decision."""
    snapshots, facts = _snapshots(decisions), {}
    answered = answered_on([decision.application_id for decision in decisions])
    for round_id in {decision.application.round_id for decision in decisions}:
        facts[round_id] = competition(round_id)
    contents = {
        decision.id: released_content(
            decision,
            snapshots[decision.id],
            facts[decision.application.round_id],
            at,
            public_url,
            answered.get(decision.application_id),
        )
        for decision in decisions
    }
    return with_changes(decisions, contents)


def _snapshots(decisions: Sequence[Decision]) -> dict[int, dict[str, object]]:
    wanted = {(decision.application_id, decision.application_version): decision.id for decision in decisions}
    rows = db.session.scalars(
        select(ApplicationVersion).where(
            tuple_(ApplicationVersion.application_id, ApplicationVersion.number).in_(list(wanted))
        )
    )
    return {wanted[row.application_id, row.number]: row.content for row in rows}


@dataclass(frozen=True)
class Copies:
    """What lies with the decisions, each as it was rendered when it came in: the applications' SHA-256 by reference and
    version, and the supplementary answers' by reference, the first first."""

    applications: dict[tuple[str, int], str]
    answers: dict[str, tuple[str, ...]]


def _copies(decisions: Sequence[Decision]) -> Copies:
    """One statement."""
    references = [decision.application.reference for decision in decisions]
    rows = db.session.execute(
        select(Letter.kind, Letter.case_reference, Letter.version, Letter.sha256)
        .where(
            Letter.kind.in_([LetterKind.RECEIPT, LetterKind.SUPPLEMENT_RECEIPT]), Letter.case_reference.in_(references)
        )
        .order_by(Letter.version)
    )
    found = Copies({}, {})
    for kind, reference, version, sha256 in rows:
        if kind is LetterKind.RECEIPT:
            found.applications[reference, version] = sha256
        else:
            found.answers[reference] = (*found.answers.get(reference, ()), sha256)
    return found


def without_copy(decisions: Sequence[Decision]) -> set[int]:
    copies = _copies(decisions).applications
    return {d.id for d in decisions if (d.application.reference, d.application_version) not in copies}


@dataclass(frozen=True)
class Prepared:
    """One letter of a chunk before it is kept: plain values, so that no transaction is open while it is made."""

    decision_id: int
    content: DecisionContent
    copy_sha256: str | None
    answers_sha256: tuple[str, ...] = ()


def prepare(decision_ids: Sequence[int], at: datetime, public_url: str) -> list[Prepared]:
    """The contents of those that still wait."""
    found = select(Decision).where(Decision.id.in_(decision_ids), _WAITS)
    decisions = db.session.scalars(whole(found)).unique().all()
    contents, copies = contents_of(decisions, at, public_url), _copies(decisions)
    return [
        Prepared(
            d.id,
            contents[d.id],
            copies.applications.get((d.application.reference, d.application_version)),
            copies.answers.get(d.application.reference, ()),
        )
        for d in decisions
    ]


_WAITS = Decision.released_at.is_(None) & Decision.release_id.is_not(None) & Decision.release_problem.is_(None)


def embedded(prepared: Prepared) -> tuple[Embedded, ...]:
    """The application as it was sent, and what was answered later (forvaltningsloven § 25). Raises NotNow while the
    application's copy is not made."""
    if prepared.copy_sha256 is None:
        raise NotNow(_("Kopien av søknaden er ikke laget ennå."))
    name = f"{prepared.content.reference}.pdf"
    description = _("Søknaden slik den ble sendt")
    reference, answers = prepared.content.reference, prepared.answers_sha256
    return (
        Embedded(name, str(description), files.read(prepared.copy_sha256)),
        *(
            Embedded(f"{reference}-svar-{n}.pdf", str(_("Opplysninger som ble sendt senere")), files.read(sha256))
            for n, sha256 in enumerate(answers, start=1)
        ),
    )


def keep(made: Sequence[tuple[Prepared, bytes]], at: datetime) -> int:
    """Release these decisions with their finished letters: the letters are kept, their notices wait in the outbox, and
    the cases and the applicants' histories say so. Returns how many; another worker may have been first with some.
    The same number of statements for one as for a chunk."""
    pdfs = {prepared.decision_id: (prepared, pdf) for prepared, pdf in made}
    decisions = _locked(list(pdfs))
    rendered = [
        Rendered(decision.application.reference, decision.version, pdfs[decision.id][0].content, pdfs[decision.id][1])
        for decision in decisions
    ]
    issued = letters.issue_rendered(rendered, by=SYSTEM, at=at)
    letters.notify_all(
        [(letter, recipients(one.application)) for letter, one in zip(issued, decisions, strict=True)], at
    )
    _remember(decisions)
    for letter, decision in zip(issued, decisions, strict=True):
        decision.letter_id, decision.released_at = letter.id, at
        reference = decision.application.reference
        if decision.application.status is Status.DECIDED:  # it keeps its status when its decision is made anew
            move(decision.application, Status.RELEASED, by=SYSTEM, at=at)
        record("decision_released", by=SYSTEM, at=at, case=reference, version=decision.version)
    return len(decisions)


def _locked(decision_ids: Sequence[int]) -> Sequence[Decision]:
    """Those that still wait and that no other worker is keeping at this moment."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.id.in_(decision_ids), _WAITS)
        .options(
            selectinload(Decision.lines),
            joinedload(Decision.application, innerjoin=True).options(
                joinedload(Application.organisation, innerjoin=True),
                joinedload(Application.round, innerjoin=True),
                selectinload(Application.case_rows),
            ),
        )
        .order_by(Decision.id)
        .with_for_update(of=Decision, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def recipients(application: Application) -> list[str]:
    """The addresses that the application gives; the members' own when it gives none (what came on paper)."""
    given = [address for address in (application.contact_email, application.second_contact_email) if address]
    if given:
        return sorted(set(given))
    members = select(User.email).join(Membership, Membership.user_id == User.id)
    return sorted(db.session.scalars(members.where(Membership.organisation_id == application.organisation_id)))


def _remember(decisions: Sequence[Decision]) -> None:
    """The organisations' histories of grants, for the rounds that follow."""
    references = [decision.application.reference for decision in decisions]
    rows = db.session.scalars(select(GrantHistory).where(GrantHistory.case_reference.in_(references)))
    known = {(row.organisation_id, row.case_reference): row for row in rows}
    new = []
    for decision in decisions:
        application = decision.application
        granted = sum(row.decided_nok or 0 for row in application.case_rows)  # less what was declined before
        row = known.get((application.organisation_id, application.reference))
        if row is not None:
            row.granted_nok = granted
        elif granted:
            new.append(_history(application, granted))
    if new:
        db.session.execute(insert(GrantHistory), new)


def _history(application: Application, granted_nok: int) -> dict[str, Any]:
    return {
        "organisation_id": application.organisation_id,
        "case_reference": application.reference,
        "year": application.round.week_starts_on.year,
        "title": ", ".join(row.title for row in application.case_rows)[:120],
        "granted_nok": granted_nok,
    }


def note_problem(decision_id: int, problem: str) -> None:
    """Why its letter could not be made: the rest of the release goes on without it."""
    decision = db.session.get_one(Decision, decision_id, populate_existing=True)
    if decision.released_at is None:
        decision.release_problem = problem
