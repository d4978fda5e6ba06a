"""The jury's statement on the winner, the sentence of the diploma, and one true word for each of the others.

Drafted from what the jurors wrote when they scored and what the meeting said; never from their private notes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.access import Actor, Role
from app.audit.actions import record
from app.extensions import db
from app.judging.models import Assessment, Criterion
from app.policy import NotComplete, NotNow, NotPermitted
from app.prize.meeting.models import MeetingNote
from app.prize.models import Prize, PrizeStatus
from app.prize.nominations.models import Nomination
from app.prize.scoring import sealed
from app.prize.verdict.models import JuryWord, Verdict
from app.prize.workflow import LABELS

OPEN = frozenset({PrizeStatus.RANKED, PrizeStatus.STATEMENT_READY})
END = ".!?»"


@dataclass(frozen=True)
class Texts:
    """What the secretary writes. `words` by the nomination's reference."""

    statement: str
    sentence: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What was said of one nomination: each comment with its criterion's name, and the meeting's note."""

    comments: Sequence[tuple[str, str]] = ()
    note: str = ""


def said(prize: Prize, nominations: Sequence[Nomination], by: Actor) -> dict[int, Said]:
    """By nomination id, in the rubric's order. Two statements and the rubric's, however many nominations."""
    sealed.check_open(prize, by)
    criteria = db.session.scalars(
        select(Criterion).where(Criterion.rubric_id == prize.rubric_id).order_by(Criterion.position)
    ).all()
    ids = {each.id for each in nominations}
    subjects = {each.subject_id: each.id for each in nominations if each.subject_id is not None}
    sheets = sealed.assessments(prize, list(subjects), by)
    notes = db.session.execute(
        select(MeetingNote.nomination_id, MeetingNote.text).where(MeetingNote.nomination_id.in_(ids))
    )
    note_of: dict[int, str] = {nomination_id: text for nomination_id, text in notes}
    found: dict[int, Said] = {}
    for subject_id, nomination_id in subjects.items():
        own = [each for each in sheets if each.subject_id == subject_id]
        found[nomination_id] = Said(list(_comments(own, criteria)), note_of.get(nomination_id, ""))
    return found


def _comments(sheets: Sequence[Assessment], criteria: Sequence[Criterion]) -> Iterable[tuple[str, str]]:
    """What counts: a changed score's comment in place of the first."""
    for criterion in criteria:
        for sheet in sheets:
            for score in sheet.scores:
                comment = (score.newest.comment or "").strip()
                if score.criterion_id == criterion.id and comment:
                    yield criterion.name, comment


def draft(of_winner: Said) -> str:
    """The comments as sentences after each other, as long as they find room; the meeting's note first."""
    text = ""
    for part in (of_winner.note, *(comment for _criterion, comment in of_winner.comments)):
        sentence = _sentence(part)
        longer = f"{text} {sentence}".strip()
        if sentence and sentence not in text and count_words(longer) <= Verdict.MOST_WORDS:
            text = longer
    return text[: Verdict.STATEMENT_LENGTH]


def _sentence(part: str) -> str:
    text = " ".join(part.split())
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in END else ".")


def count_words(text: str) -> int:
    """What a person would count: a dash alone is no word."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def can_write(prize: Prize, by: Actor) -> None:
    """The secretary, from the ranking until every member has confirmed the minutes."""
    if Role.PRIZE_SECRETARY not in by.roles:
        raise NotPermitted(_("Bare jurysekretæren kan skrive juryens begrunnelse."))
    if prize.status not in OPEN:
        raise NotNow(
            _(
                "Prisen har status «%(status)s». Begrunnelsen skrives når rangeringen er satt, og til alle har "
                "bekreftet protokollen.",
                status=LABELS[prize.status].text,
            )
        )


def can_save_draft(prize: Prize, by: Actor) -> None:
    """While the members confirm, a change makes new minutes: nothing is saved beside them."""
    can_write(prize, by)
    if prize.status is not PrizeStatus.RANKED:
        raise NotNow(_("Juryen bekrefter protokollen. Lag den på nytt hvis teksten skal endres."))


def write(verdict: Verdict, others: Sequence[Nomination], texts: Texts, *, by: Actor, at: datetime) -> None:
    """Keep the texts as far as they are written."""
    can_write(verdict.prize, by)
    verdict.statement, verdict.diploma_sentence = texts.statement, texts.sentence
    known = {each.nomination_id: each for each in verdict.words}
    for each in others:
        word, text = known.get(each.id), texts.words.get(each.reference, "")
        if word is not None:
            word.text = text
        elif text:
            verdict.words.append(JuryWord(nomination_id=each.id, text=text))
    record("statement_written", by=by, at=at, case=verdict.prize.reference)


def check_complete(verdict: Verdict, others: Sequence[Nomination]) -> None:
    """90-150 words, the diploma's sentence, and a word for each that did not win (domain.md 3.4 step 7, 5.2)."""
    missing: dict[str, str] = {}
    count = count_words(verdict.statement)
    if not Verdict.LEAST_WORDS <= count <= Verdict.MOST_WORDS:
        missing["statement"] = _(
            "Begrunnelsen er på %(count)s ord. Den skal være på %(least)s til %(most)s ord.",
            count=count,
            least=Verdict.LEAST_WORDS,
            most=Verdict.MOST_WORDS,
        )
    if not verdict.diploma_sentence:
        missing["sentence"] = _("Skriv setningen som skal stå på diplomet.")
    words = {each.nomination_id for each in verdict.words if each.text}
    for each in others:
        if each.id not in words:
            missing[field_of(each)] = _("Skriv noe sant som juryen sa om %(project)s.", project=each.project)
    if missing:
        raise NotComplete(_("Protokollen er ikke laget. Noe mangler."), missing)


def field_of(nomination: Nomination) -> str:
    """The name of its word in the form: «word_007»."""
    return f"word_{nomination.reference.rpartition('-')[2]}"
