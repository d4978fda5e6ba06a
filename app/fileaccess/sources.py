"""Where the documents of a case come from: the application and its files, our letters, and the internal ones.
What was said between us and the applicant stands in said.py."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from app.access import Actor
from app.applications.models import Activity, Application, ApplicationVersion
from app.casework.queries import TO_PARTY
from app.decisions.models import Decision, Recommendation, RecommendationStatus
from app.decisions.reversals.models import Reversal
from app.extensions import db
from app.fileaccess.documents import Direction, Document, Kind, source
from app.fileaccess.models import AccessRequest
from app.fileaccess.texts import LetterText, Part, PlainText, Row, application_text
from app.formatting import kroner
from app.judging.blindness import visible_assessments
from app.judging.models import Assessment, Criterion
from app.letters.models import Letter, LetterKind
from app.review.queries import stage

LETTER_TITLES = {
    LetterKind.RECEIPT: _l("Kvittering"),
    LetterKind.DECISION: _l("Vedtaksbrev"),
    LetterKind.APPEAL_RECEIPT: _l("Kvittering for klage"),
    LetterKind.SUPPLEMENT: _l("Mangelbrev"),
    LetterKind.SUPPLEMENT_RECEIPT: _l("Kvittering for svar på mangelbrev"),
    LetterKind.INTERIM_REPLY: _l("Foreløpig svar"),
    LetterKind.DELAY_NOTICE: _l("Melding om forsinkelse"),
    LetterKind.APPEAL_DISMISSAL: _l("Avvisning av klage"),
    LetterKind.APPEAL_FORWARDING: _l("Oversendelse til klageinstansen"),
    LetterKind.APPEAL_RESULT: _l("Resultat av klage"),
    LetterKind.CORRECTION: _l("Retting"),
    LetterKind.ACCESS_ANSWER: _l("Svar på innsynskrav"),
}
OUTCOMES = {
    "granted_full": _l("hele beløpet"),
    "granted_part": _l("delvis"),
    "rejected": _l("avslag"),
    "dismissed": _l("avvisning"),
}


@source
def sent_versions(application: Application, _viewer: Actor | None) -> Sequence[Document]:
    """Each version as it was sent, with the copy that was made of it then, and the files of each."""
    found = db.session.execute(
        select(ApplicationVersion, Letter.sha256)
        .outerjoin(
            Letter,
            (Letter.kind == LetterKind.RECEIPT)
            & (Letter.case_reference == application.reference)
            & (Letter.version == ApplicationVersion.number),
        )
        .where(ApplicationVersion.application_id == application.id)
        .order_by(ApplicationVersion.number)
    ).all()
    documents = [_version(application, version, sha256) for version, sha256 in found]
    return [*documents, *_attached(application, [version for version, _sha256 in found])]


def _version(application: Application, version: ApplicationVersion, sha256: str | None) -> Document:
    title = str(_("Søknad, versjon %(number)s", number=version.number))
    unit = application.round.owner_unit
    return Document(
        key=f"version.{version.number}",
        kind=Kind.APPLICATION,
        title=title,
        outward=title,
        at=version.submitted_at,
        direction=Direction.IN,
        for_party=True,
        filename=f"{application.reference}-v{version.number}.pdf",
        sha256=sha256,
        written=application_text(version.content, title, unit, version.submitted_at),
    )


def _attached(application: Application, versions: Sequence[ApplicationVersion]) -> list[Document]:
    """What stands in the versions as attached, each once, also when it was taken out of a later version; and what came
    with the answer to a supplement, which is attached without a new version."""
    files: dict[str, Document] = {}
    for version in versions:
        for number, each in enumerate(version.content["attachments"], start=1):
            files.setdefault(
                each["public_id"],
                Document(
                    key=f"attachment.{each['public_id']}",
                    kind=Kind.ATTACHMENT,
                    title=each["filename"],
                    outward=str(_("Vedlegg %(number)s til søknaden", number=number)),
                    at=version.submitted_at,
                    direction=Direction.IN,
                    for_party=True,
                    filename=each["filename"],
                    media_type=each["media_type"],
                    sha256=each["sha256"],
                ),
            )
    return list(files.values())


@source
def letters(application: Application, viewer: Actor | None) -> Sequence[Document]:
    """Our letters, each with the decision it tells of: one that is not released is internal until it is. The receipt
    stands with the version it is a copy of. An answer to somebody else's request is not the party's."""
    found = db.session.execute(
        select(Letter, Decision, AccessRequest.is_party)
        .outerjoin(Decision, Decision.letter_id == Letter.id)
        .outerjoin(AccessRequest, AccessRequest.letter_id == Letter.id)
        .where(Letter.case_reference == application.reference, Letter.kind != LetterKind.RECEIPT)
        .order_by(Letter.id)
    ).all()
    return [_letter(letter, decision, bool(to_party)) for letter, decision, to_party in found]


def _letter(letter: Letter, decision: Decision | None, to_party: bool) -> Document:
    is_decision = letter.kind is LetterKind.DECISION
    is_out = not is_decision or (decision is not None and decision.released_at is not None)
    for_party = letter.kind in TO_PARTY | {LetterKind.APPEAL_RECEIPT} or (is_decision and is_out) or to_party
    name = str(LETTER_TITLES.get(letter.kind, _l("Brev")))
    return Document(
        key=f"letter.{letter.public_id}",
        kind=Kind.LETTER,
        title=f"{name}: {letter.title}"[:200],
        outward=name,
        at=letter.issued_at,
        direction=Direction.OUT if is_out else Direction.INTERNAL,
        for_party=for_party and is_out,
        filename=f"{letter.case_reference}-{letter.kind.value}.pdf",
        sha256=letter.sha256,
        written=LetterText(letter),
        letter=letter,
        holds_others=is_decision,
    )


@source
def decisions_not_out(application: Application, viewer: Actor | None) -> Sequence[Document]:
    """What is decided and not released, for staff: until then it is a document of ours."""
    if viewer is None:
        return []
    found = (
        db.session.scalars(
            select(Decision)
            .where(
                Decision.application_id == application.id,
                Decision.released_at.is_(None),
                Decision.letter_id.is_(None),
            )
            .options(selectinload(Decision.lines))
        )
        .unique()
        .all()
    )
    return [
        _internal(
            application,
            f"decision.{decision.version}",
            Kind.DECISION,
            str(_("Vedtak som ikke er frigitt, versjon %(number)s", number=decision.version)),
            decision.decided_at,
            [
                Part(
                    "",
                    tuple(
                        Row(str(OUTCOMES[line.outcome.value]), f"{kroner(line.amount_nok)}\n{line.reasons}")
                        for line in decision.lines
                    ),
                )
            ],
        )
        for decision in found
    ]


@source
def recommendations(application: Application, viewer: Actor | None) -> Sequence[Document]:
    """What was proposed, also what was sent back. What is still being written is no document yet."""
    if viewer is None:
        return []
    found = (
        db.session.scalars(
            select(Recommendation)
            .where(Recommendation.application_id == application.id, Recommendation.status != RecommendationStatus.DRAFT)
            .options(joinedload(Recommendation.lines))
            .order_by(Recommendation.number)
        )
        .unique()
        .all()
    )
    return [_recommendation(application, each) for each in found]


def _recommendation(application: Application, found: Recommendation) -> Document:
    parts = [
        Part(
            "",
            tuple(
                Row(str(OUTCOMES.get(str(line.outcome), "–")), f"{kroner(line.amount_nok)}\n{line.reasons or ''}")
                for line in found.lines
            ),
        )
    ]
    if found.return_comment:
        parts.append(Part(str(_("Sendt tilbake")), (Row("", found.return_comment),)))
    title = str(_("Innstilling %(number)s, %(name)s", number=found.number, name=found.made_by_name))
    return _internal(
        application,
        f"recommendation.{found.number}",
        Kind.RECOMMENDATION,
        title,
        found.sent_at or found.saved_at,
        parts,
        outward=str(_("Innstilling %(number)s", number=found.number)),
    )


@source
def reversals(application: Application, viewer: Actor | None) -> Sequence[Document]:
    """What was proposed to be decided anew; once approved it is a decision with a letter of its own."""
    if viewer is None:
        return []
    found = db.session.scalars(
        select(Reversal)
        .join(Decision, Reversal.reversed_id == Decision.id)
        .where(Decision.application_id == application.id)
        .order_by(Reversal.id)
    )
    return [
        _internal(
            application,
            f"reversal.{number}",
            Kind.RECOMMENDATION,
            str(_("Forslag %(number)s til omgjøring", number=number)),
            each.prepared_at,
            [Part("", (Row("", each.explanation),))],
        )
        for number, each in enumerate(found, start=1)
    ]


@source
def assessments(application: Application, viewer: Actor | None) -> Sequence[Document]:
    """The sent assessments that this person may see (judging.blindness); the others leave no trace here either."""
    if viewer is None:
        return []
    rows = db.session.execute(
        select(Activity.subject_id, Activity.position, Activity.title).where(Activity.application_id == application.id)
    ).all()
    subjects = {row.subject_id: row for row in rows}
    visible = visible_assessments(subjects, viewer, stage(application))
    if not any(one.sent_at for subject in subjects for one in visible.assessments[subject]):
        return []
    criteria = db.session.execute(select(Criterion.id, Criterion.name).where(rubric_of(application)))
    names = {criterion_id: name for criterion_id, name in criteria}
    return [
        _assessment(application, each, subjects[subject].position, number, names)
        for subject in subjects
        for number, each in enumerate([one for one in visible.assessments[subject] if one.sent_at], start=1)
    ]


def rubric_of(application: Application) -> ColumnElement[bool]:
    """The criteria that the case is scored by."""
    return Criterion.rubric_id == application.round.rubric_id


def _assessment(
    application: Application, found: Assessment, position: int, number: int, names: dict[int, str]
) -> Document:
    rows = tuple(
        Row(names[score.criterion_id], " – ".join(part for part in (str(score.value or "–"), score.comment) if part))
        for score in found.scores
    )
    outward = str(_("Vurdering %(number)s av aktivitet %(position)s", number=number, position=position))
    return _internal(
        application,
        f"assessment.{position}-{number}",
        Kind.ASSESSMENT,
        f"{outward}, {found.assessor_name}",
        found.sent_at or found.started_at,
        [Part("", rows)],
        outward=outward,
    )


def _internal(
    application: Application, key: str, kind: Kind, title: str, at: datetime, parts: Sequence[Part], outward: str = ""
) -> Document:
    text = PlainText(outward or title, application.reference, application.round.owner_unit, at, tuple(parts))
    return Document(
        key=key,
        kind=kind,
        title=title,
        outward=outward or title,
        at=at,
        direction=Direction.INTERNAL,
        for_party=False,
        filename=f"{application.reference}-{key.replace('.', '-')}.pdf",
        written=text,
    )
