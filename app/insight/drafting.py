"""The final report of a year, drafted from the data: what each chapter says, in order. Nothing is invented: a chapter
without data is left out, and what is not there is told in one place. Cells that tell of a few private persons are
hidden, since a final report is published."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.clock import local
from app.extensions import db
from app.formatting import full_day
from app.insight.document import Block, Bullets, Document, Section
from app.insight.drafting_grants import (
    activities_sentence,
    divided_section,
    grant_section,
    money_sentence,
    outcome_section,
    visitor_sentence,
)
from app.insight.drafting_voices import (
    approved_reports,
    learning_section,
    next_year_section,
    photo_section,
    press_section,
    prize_section,
)
from app.insight.drafting_week import (
    Programme,
    programme_of,
    programme_section,
    programme_sentence,
    reach_section,
    week_section,
)
from app.insight.exported_cases import of_year
from app.insight.figures import Figure, all_figures
from app.insight.figures_shown import parts
from app.insight.summaries import UNTOLD, Summary, figures_of_rounds, reckon_round, summaries_of
from app.rounds.models import Round

PLAIN = "#2a2859"


def rounds_of(year: int) -> Sequence[Round]:
    """The rounds that are told of, the newest first. One statement."""
    found = select(Round).where(of_year(year), Round.status.not_in(UNTOLD))
    return db.session.scalars(found.order_by(Round.closes_at.desc(), Round.id.desc())).all()


def refresh(year: int, at: datetime) -> None:
    """Reckon the year's rounds anew, so that the draft holds what stands now. The caller commits."""
    for of_round in rounds_of(year):
        reckon_round(of_round.id, at)


def draft(year: int, number: int, at: datetime) -> Document:
    """The draft as it stands now, of what is kept of the rounds. Changes nothing."""
    today = local(at).date()
    summaries, programme = summaries_of(year)[::-1], programme_of(year)
    figures = [*all_figures(), *figures_of_rounds(summaries, today)]
    told = _told(year, today, summaries, programme)
    sections = (
        _brief(summaries, programme),
        *(one for one in told if isinstance(one, Section)),
        _years(figures),
        next_year_section(year, today),
        _lacks([one for one in told if isinstance(one, str)]),
        _sources(figures),
    )
    owner = next(iter(rounds_of(year)), None) or programme.week
    return Document(
        title=_("Sluttrapport for %(name)s", name=programme.week.name if programme.week else year),
        note=_("Utkast %(number)s, laget %(day)s av tallene slik de var da.", number=number, day=full_day(today)),
        on=today,
        municipality=owner.municipality if owner else "",
        unit=owner.owner_unit if owner else "",
        colour=owner.letter_colour if isinstance(owner, Round) else PLAIN,
        sections=tuple(section for section in sections if section is not None),
    )


def _told(
    year: int, today: date, summaries: Sequence[Summary], programme: Programme
) -> tuple[Section | str | None, ...]:
    """The chapters on the year. A sentence: there is nothing for that chapter. None: nobody misses it."""
    reports = approved_reports(year)
    return (
        week_section(year, programme, today),
        grant_section(summaries),
        *((divided_section(summaries), outcome_section(summaries)) if summaries else ()),
        programme_section(programme),
        reach_section(summaries),
        prize_section(year),
        press_section(year),
        learning_section(year, reports),
        photo_section(reports),
    )


def _lacks(sentences: Sequence[str]) -> Section | None:
    """What whoever reads the draft may want to mend before it is published."""
    return Section(_("Dette er ikke med"), (Bullets(tuple(sentences)),)) if sentences else None


def _brief(summaries: Sequence[Summary], programme: Programme) -> Section:
    said = [programme_sentence(programme)] if programme.events else []
    if summaries:
        said += [activities_sentence(summaries), money_sentence(summaries), visitor_sentence(summaries)]
    items = tuple(sentence for sentence in said if sentence)
    return Section(_("I korte trekk"), (Bullets(items),) if items else (_("Det er ingen tall for året ennå."),))


def _years(figures: Sequence[Figure]) -> Section | None:
    charts: list[Block] = [chart for part in parts(figures) for chart in part.charts]
    if not charts:
        return None
    said = _("Tall av forskjellige typer er aldri lagt sammen. Alle tallene står med kilden sin i vedlegget.")
    return Section(_("Ombruksuka gjennom årene"), (said, *charts))


def _sources(figures: Sequence[Figure]) -> Section | None:
    """Every figure as its source says it."""
    if not figures:
        return None
    said = [
        _(
            "Tallene er gjengitt slik kilden skriver dem. Der den sier imot seg selv, står begge. Et år som ikke står "
            "her, har kilden ikke noe tall for. Det betyr ikke 0."
        )
    ]
    if sources := sorted({one.source for one in figures if one.lines}):
        said.append(_("Linjene viser til %(sources)s.", sources="; ".join(sources)))
    return Section(
        _("Vedlegg: nøkkeltallene med kilder"), (*said, *(part.table for part in parts(figures))), is_annex=True
    )
