"""Rows of the spreadsheets of the programme, the press and the key figures."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import District
from app.campaign.models import PressItem, Week
from app.campaign.press import KINDS as PRESS
from app.extensions import db
from app.files.sheets import TEXT, WIDE, Column, Value, count, day, moment
from app.insight.exported_cases import AT_A_TIME, yes_no
from app.insight.kinds import COUNT_METHODS, KINDS
from app.insight.models import KeyFigure
from app.programme.models import ProgrammeEvent, ProgrammeSession
from app.programme.wording import LABELS, ORIGINS

Row = Sequence[Value]


def event_columns() -> Sequence[Column]:
    return (
        day(_("Dag")),
        Column(_("Fra")),
        Column(_("Til")),
        Column(_("Arrangement"), TEXT),
        Column(_("Arrangør"), WIDE),
        Column(_("Sted"), WIDE),
        Column(_("Adresse"), WIDE),
        Column(_("Bydel")),
        Column(_("Tema"), WIDE),
        Column(_("Hvem betaler"), WIDE),
        Column(_("Status")),
        Column(_("Fyrtårn")),
        Column(_("Internt")),
        count(_("Plass til")),
    )


def event_rows(year: int) -> Iterator[Row]:
    """An event with no day set stands last, once. Nothing of who registered it."""
    found = (
        select(ProgrammeEvent, ProgrammeSession, District.name)
        .join(Week, Week.id == ProgrammeEvent.week_id)
        .outerjoin(ProgrammeSession, ProgrammeSession.event_id == ProgrammeEvent.id)
        .outerjoin(District, District.code == ProgrammeEvent.district_code)
        .where(Week.year == year)
        .order_by(
            ProgrammeSession.held_on.is_(None), ProgrammeSession.held_on, ProgrammeSession.starts, ProgrammeEvent.id
        )
        .execution_options(yield_per=AT_A_TIME)
    )
    for event, session, district in db.session.execute(found):
        yield (
            session.held_on if session else None,
            session.starts.strftime("%H.%M") if session and session.starts else None,
            session.ends.strftime("%H.%M") if session and session.ends else None,
            event.title,
            event.organiser,
            (session.place if session else None) or event.venue_name,
            event.address,
            district,
            event.category,
            str(ORIGINS[event.origin]),
            str(LABELS[event.status].text),
            yes_no(event.is_lighthouse),
            yes_no(event.is_internal),
            event.capacity,
        )


def press_columns() -> Sequence[Column]:
    return (
        day(_("Dag")),
        Column(_("Type")),
        Column(_("Hvor"), WIDE),
        Column(_("Tittel"), TEXT),
        Column(_("Lenke"), TEXT),
        Column(_("Merknad"), TEXT),
        Column(_("Ført av"), WIDE),
    )


def press_rows(year: int) -> Iterator[Row]:
    found = select(PressItem).where(PressItem.year == year).order_by(PressItem.published_on, PressItem.id)
    for item in db.session.scalars(found):
        yield (
            item.published_on,
            str(PRESS[item.kind]),
            item.outlet,
            item.title,
            item.url,
            item.note,
            item.added_by_name,
        )


def figure_columns() -> Sequence[Column]:
    return (
        count(_("År")),
        Column(_("Hva tallet teller"), WIDE),
        Column(_("Verdi")),
        Column(_("Til")),
        Column(_("Som kilden skriver det"), WIDE),
        Column(_("Telling")),
        Column(_("Hva"), WIDE),
        Column(_("Kilde"), TEXT),
        count(_("Fra linje")),
        count(_("Til linje")),
        Column(_("Merknad"), TEXT),
        Column(_("Sier imot et annet tall")),
        Column(_("Ført av"), WIDE),
        moment(_("Ført den")),
    )


def figure_rows(_year: int) -> Iterator[Row]:
    """Every year's: the years are what they are looked at for."""
    for figure in db.session.scalars(select(KeyFigure).order_by(KeyFigure.year, KeyFigure.kind, KeyFigure.id)):
        yield (
            figure.year,
            str(KINDS[figure.kind].label) if figure.kind in KINDS else figure.kind,
            None if figure.value is None else float(figure.value),
            None if figure.value_to is None else float(figure.value_to),
            figure.value_text,
            str(COUNT_METHODS[figure.count_method]) if figure.count_method else None,
            figure.what,
            figure.source,
            figure.line_from,
            figure.line_to,
            figure.note,
            yes_no(figure.contradicts),
            figure.added_by_name,
            figure.added_at,
        )
