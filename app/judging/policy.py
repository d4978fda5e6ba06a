"""Rules of the craft: when a score may be saved or sent, and how an answer on impartiality may change."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from flask_babel import gettext as _

from app.access import Actor
from app.judging.models import HIGHEST, LOWEST, Assessment, Criterion, Impartiality, ImpartialityAnswer, Score
from app.policy import NotComplete, NotNow, NotPermitted

EXPLAINED_VALUES = frozenset({LOWEST, HIGHEST})
"""Values that need a comment before the assessment is sent (domain.md 3.2)."""


class Revised(Protocol):
    """A new answer: 1-5, or None for «kan ikke vurderes»."""

    @property
    def value(self) -> int | None: ...

    @property
    def comment(self) -> str | None: ...


def can_save_score(assessment: Assessment | None) -> None:
    """Until the assessment is sent."""
    if assessment is not None and assessment.sent_at is not None:
        raise NotNow(_("Du har sendt vurderingen. Den kan ikke endres."))


def can_send(assessment: Assessment | None, criteria: Sequence[Criterion]) -> None:
    """Every criterion has an answer, and the lowest and highest value a comment."""
    can_save_score(assessment)
    scores = {score.criterion_id: score for score in assessment.scores} if assessment else {}
    missing = {c.code: lack for c in criteria if (lack := _lack(scores.get(c.id)))}
    if missing:
        raise NotComplete(_("Vurderingen er ikke sendt. Noe mangler."), missing)


def _lack(score: Score | None) -> str | None:
    if score is None or (score.value is None and not score.cannot_assess):
        return str(_("Velg 1–5, eller «Kan ikke vurderes»."))
    if score.value in EXPLAINED_VALUES and not (score.comment or "").strip():
        return str(_("Skriv kort hvorfor når du gir %(value)s.", value=score.value))
    return None


def can_revise(assessment: Assessment | None) -> None:
    """One's own, after it was sent, and once: the first scores stay, and everybody sees both (domain.md 3.2)."""
    if assessment is None or assessment.sent_at is None:
        raise NotNow(_("Du har ikke sendt vurderingen. Da kan du rette den som den er."))
    if any(score.revision is not None for score in assessment.scores):
        raise NotNow(_("Du har endret vurderingen én gang. Den kan ikke endres igjen."))


def can_revise_so(revised: Mapping[str, Revised], reason: str) -> None:
    """Something is changed, there is a reason, and the lowest and highest value have a comment. `revised`: criterion
    code → the new answer, for those that differ."""
    missing = {
        code: str(_("Skriv kort hvorfor når du gir %(value)s.", value=one.value))
        for code, one in revised.items()
        if one.value in EXPLAINED_VALUES and not (one.comment or "").strip()
    }
    if not reason.strip():
        missing["reason"] = str(_("Skriv hvorfor du endrer vurderingen."))
    if missing or not revised:
        raise NotComplete(
            _("Endringen er ikke lagret. Noe mangler.") if missing else _("Ingenting er endret."), missing
        )


def can_declare(own: Sequence[Impartiality], answer: ImpartialityAnswer, reason: str | None) -> None:
    """Anyone may step down at any time; nobody takes a doubt or a disqualification back alone (fvl § 8)."""
    if any(not row.is_impartial for row in own) and answer is not ImpartialityAnswer.DISQUALIFIED:
        raise NotNow(_("Du har meldt fra om habilitet i denne saken. En godkjenner må avgjøre om du kan delta."))
    if answer is ImpartialityAnswer.DOUBT and not (reason or "").strip():
        raise NotComplete(
            _("Svaret er ikke lagret."), {"reason": _("Skriv hva du er i tvil om, så en godkjenner kan avgjøre det.")}
        )


def can_settle(rows: Sequence[Impartiality], reason: str, by: Actor) -> None:
    """Another person settles what waits, with a reason (fvl § 8)."""
    if any(row.user_id == by.actor_id for row in rows):
        raise NotPermitted(_("Du kan ikke avgjøre din egen habilitet."))
    if not any(is_waiting(row) for row in rows):
        raise NotNow(_("Her er det ingen tvil som venter på avgjørelse."))
    if not reason.strip():
        raise NotComplete(_("Avgjørelsen er ikke lagret."), {"reason": _("Skriv en kort begrunnelse.")})


def is_waiting(row: Impartiality) -> bool:
    """A doubt that nobody has settled."""
    return row.answer is ImpartialityAnswer.DOUBT and row.settled_as is None
