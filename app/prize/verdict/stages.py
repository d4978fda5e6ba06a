"""How far a verdict has come, as the secretary's page shows it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.formatting import moment
from app.prize.models import Prize, PrizeStatus
from app.prize.verdict.models import Verdict

P = PrizeStatus


@dataclass(frozen=True)
class Stage:
    """One step; `state` is done, current or ahead, `line` says what was done or what it waits for."""

    code: str
    title: str
    state: str
    line: str = ""


ORDER = (P.RANKED, P.STATEMENT_READY, P.SIGNED, P.EMBARGO, P.HANDED_OVER, P.PUBLISHED, P.ARCHIVED)


def stages(prize: Prize, verdict: Verdict | None) -> list[Stage]:
    """All of them, in order. The one to do now is the first that is not done."""
    reached = _reached(prize, verdict)
    steps = _steps(verdict)
    return [
        Stage(
            code, title, "done" if at < reached else "current" if at == reached else "ahead", _line(at, reached, lines)
        )
        for at, (code, title, *lines) in enumerate(steps)
    ]


def _reached(prize: Prize, verdict: Verdict | None) -> int:
    """How many steps are done: the ranking is the first."""
    return ORDER.index(prize.status) + 1 if verdict and prize.status in ORDER else 0


def _line(at: int, reached: int, lines: list[str]) -> str:
    done, now = lines
    return done if at < reached else now if at == reached else ""


def _steps(verdict: Verdict | None) -> list[tuple[str, str, str, str]]:
    """Code, title, what is said when it is done, and when it is the next."""
    return [
        ("ranking", _("Rangering"), _at(verdict.ranked_at if verdict else None), _("Juryen rangerer i møtet.")),
        (
            "statement",
            _("Begrunnelse"),
            _("Skrevet"),
            _("Skriv begrunnelsen, diplomets setning og et ord om hver av de andre."),
        ),
        ("minutes", _("Protokoll"), _("Bekreftet av alle"), _("Alle i juryen bekrefter protokollen.")),
        (
            "seal",
            _("Forsegling"),
            _at(verdict.sealed_at if verdict else None),
            _("Forseglingen gjør at ingen kan endre kåringen uten at det synes. Ingen får beskjed."),
        ),
        (
            "handover",
            _("Overrekkelse"),
            _at(verdict.handed_over_at if verdict else None),
            _("Til da vet bare juryen og sekretæren hvem som vinner."),
        ),
        (
            "publish",
            _("Publisering"),
            _at(verdict.published_at if verdict else None),
            _("Vinneren vises på den offentlige siden, og alle som nominerte, får svar."),
        ),
    ]


def _at(at: datetime | None) -> str:
    return moment(at) if at else ""
