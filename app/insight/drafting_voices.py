"""The final report's sections of words and pictures: the prize, the press, what was learnt, and photos with consent."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.campaign.press import KINDS as PRESS
from app.campaign.press import items_of
from app.campaign.wheel import entries
from app.extensions import db
from app.files.queries import read
from app.files.storage import Damaged
from app.followup.grants.models import Grant
from app.followup.report.models import RanOut, Report, ReportPhoto, ReportState
from app.formatting import full_day, short_day
from app.insight.document import Block, Bullets, Photo, Photos, Section
from app.insight.exported_cases import of_year
from app.insight.learning import notes
from app.insight.tables import table, words
from app.prize.verdict.award import award_of
from app.rounds.models import Round

MOST_QUOTES, MOST_PHOTOS = 12, 8
FEWEST_WORDS = 4
"""A shorter answer («nei», «ingenting») is no learning."""


def approved_reports(year: int) -> list[Report]:
    """With their pictures: two statements."""
    found = (
        select(Report)
        .join(Grant, Grant.id == Report.grant_id)
        .join(Round, Round.id == Grant.round_id)
        .where(of_year(year), Report.state == ReportState.APPROVED)
        .options(selectinload(Report.photos))
        .order_by(Report.id)
    )
    return list(db.session.scalars(found))


def prize_section(year: int) -> Section | None:
    """The winner, once it is published; until then the report knows of no winner."""
    award = award_of(year)
    if award is None:
        return None
    blocks: list[Block] = [
        _("%(project)s, %(unit)s, vant prisen.", project=award.winner.project, unit=award.winner.unit),
        *(line.strip() for line in award.statement.splitlines() if line.strip()),
    ]
    if award.mentions:
        blocks.append(Bullets(tuple(f"{one.project}, {one.unit}" for one in award.mentions), _("Hederlig omtale")))
    return Section(_("Ombruksprisen"), tuple(blocks))


def press_section(year: int) -> Section | str:
    items = items_of(year)
    if not items:
        return str(_("Ingen presseoppslag er ført for året."))
    rows = [
        [
            words(short_day(item.published_on) if item.published_on else None),
            words(item.outlet),
            words(item.title),
            words(PRESS[item.kind]),
        ]
        for item in sorted(items, key=lambda item: (item.published_on is None, item.published_on or date.min))
    ]
    head = [_("Dag"), _("Hvor"), _("Tittel"), _("Type")]
    return Section(_("Presse"), (table(_("Presseoppslag"), head, rows),))


def learning_section(year: int, reports: Iterable[Report]) -> Section | str:
    """Staff's notes, then the organisers' own words, without names."""
    ours, theirs = notes(year), list(reports)
    worked = tuple(note.text for note in ours if note.worked)
    did_not = tuple(note.text for note in ours if not note.worked)
    differently = _quotes(report.differently for report in theirs)
    learned = _quotes(report.learned for report in theirs)
    blocks: list[Block] = [_queues(theirs)] if any(report.ran_out for report in theirs) else []
    blocks += [
        Bullets(items, heading)
        for items, heading in (
            (worked, _("Dette virket")),
            (did_not, _("Dette virket ikke")),
            (differently, _("Arrangørene ville gjort dette annerledes")),
            (learned, _("Dette tok folk med seg hjem")),
        )
        if items
    ]
    if not blocks:
        return str(_("Ingen har skrevet læringsnotater ennå."))
    return Section(_("Læring"), tuple(blocks))


def _queues(reports: list[Report]) -> str:
    said = [report.ran_out for report in reports if report.ran_out is not None]
    full = sum(answer is not RanOut.NO for answer in said)
    if not full:
        return str(_("Ingen av arrangørene fikk kø eller gikk tomme."))
    return str(_("%(full)s av %(said)s arrangører fikk kø eller gikk tomme.", full=full, said=len(said)))


def _quotes(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The longer answers, in the order the reports came, each once and on one line."""
    told = (" ".join(text.split()) for text in texts if text)
    kept = dict.fromkeys(text for text in told if len(text.split()) >= FEWEST_WORDS)
    return tuple(f"«{text}»" for text in list(kept)[:MOST_QUOTES])


def photo_section(reports: Iterable[Report]) -> Section | None:
    """Pictures where all have said yes and that say what they show: one of each report before the next of any."""
    sets = [[photo for photo in report.photos if photo.has_consent and photo.alt_text] for report in reports]
    rounds = [photos[place] for place in range(ReportPhoto.MOST) for photos in sets if place < len(photos)]
    shown = [photo for each in rounds if (photo := _photo(each)) is not None][:MOST_PHOTOS]
    return Section(_("Bilder"), (Photos(tuple(shown)),)) if shown else None


def _photo(photo: ReportPhoto) -> Photo | None:
    """None where the file cannot be read: a report is drafted without it."""
    try:
        data = read(photo.sha256)
    except (FileNotFoundError, Damaged):
        return None
    return Photo(f"photo-{photo.id}", data, photo.alt_text or "", photo.credit or "")


def next_year_section(year: int, today: date) -> Section | None:
    rows = [[words(full_day(one.on)), words(one.task.title)] for one in entries(year + 1, today)]
    if not rows:
        return None
    heading = _("Årshjulet for %(year)s", year=year + 1)
    return Section(heading, (table(_("Datoer"), [_("Når"), _("Hva")], rows),))
