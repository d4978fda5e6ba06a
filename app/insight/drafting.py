"""The final report of a year, drafted from the data: what each section says, in order. Nothing is invented: a section
without data says that it has none, or is left out. Cells that tell of a few private persons are hidden, since a final
report is published."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.clock import local
from app.extensions import db
from app.formatting import full_day
from app.insight.document import Block, Bullets, Document, Section
from app.insight.drafting_grants import activities_sentence, grant_sections, money_sentence, visitor_sentence
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
from app.insight.tables import Table
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
    summaries, programme, reports = summaries_of(year), programme_of(year), approved_reports(year)
    figures = [*all_figures(), *figures_of_rounds(summaries, today)]
    sections = (
        _brief(summaries, programme),
        week_section(year, programme),
        *grant_sections(summaries),
        programme_section(programme),
        reach_section(summaries),
        prize_section(year),
        press_section(year),
        learning_section(year, reports),
        photo_section(reports),
        _years(figures),
        next_year_section(year, today),
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
    said = _("Tall av forskjellige slag er aldri lagt sammen. Alle tallene står med kilden sin i vedlegget.")
    return Section(_("Ombruksuka gjennom årene"), (said, *charts))


def _sources(figures: Sequence[Figure]) -> Section | None:
    """Every figure as its source says it, on pages across."""
    if not figures:
        return None
    said = _(
        "Tallene er gjengitt slik kilden skriver dem. Der den sier imot seg selv, står begge. En tom rute betyr at "
        "kilden ikke sier noe, aldri 0."
    )
    tables: list[Block] = [_known_years(part.table) for part in parts(figures)]
    return Section(_("Vedlegg: nøkkeltallene med kilder"), (said, *tables), is_wide=True)


def _known_years(shown: Table) -> Table:
    """A year without a figure is named below instead of taking a row."""
    known = tuple(row for row in shown.rows if any(cell.entries for cell in row[1:]))
    silent = [row[0].plain for row in shown.rows if not any(cell.entries for cell in row[1:])]
    said = (_("Ingen tall for %(years)s.", years=", ".join(silent)),) if silent else ()
    return Table(shown.caption, shown.head, known, shown.foot, (*shown.notes, *said))
