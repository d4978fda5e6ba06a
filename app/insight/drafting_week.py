"""The final report's sections on the week, its programme, and what was reached. Counted in the database's few rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.campaign.models import Week
from app.extensions import db
from app.followup.report.outcomes import CHANNELS
from app.formatting import day, full_day
from app.insight.charts import Chart, Point, chart_of
from app.insight.document import Block, Section
from app.insight.summaries import Summary
from app.insight.tables import TOGETHER, count, table, words
from app.programme.models import EventStatus, ProgrammeEvent
from app.programme.wording import ORIGINS


@dataclass(frozen=True)
class Programme:
    """What the public was offered. `cancelled` and `internal` are not among `events`."""

    week: Week | None
    events: Sequence[ProgrammeEvent]
    cancelled: int
    internal: int

    @property
    def lighthouses(self) -> list[ProgrammeEvent]:
        return [event for event in self.events if event.is_lighthouse]

    @property
    def districts(self) -> set[str]:
        return {event.district.name for event in self.events if event.district and not event.district.covers_city}


def programme_of(year: int) -> Programme:
    """Three statements."""
    week = db.session.scalar(select(Week).where(Week.year == year))
    shown = (EventStatus.APPROVED, EventStatus.CANCELLED)
    found = (
        select(ProgrammeEvent)
        .join(Week, Week.id == ProgrammeEvent.week_id)
        .where(Week.year == year, ProgrammeEvent.status.in_(shown))
        .options(selectinload(ProgrammeEvent.sessions), joinedload(ProgrammeEvent.district))
        .order_by(ProgrammeEvent.title, ProgrammeEvent.id)
    )
    events = db.session.scalars(found).all()
    standing = [event for event in events if event.status is EventStatus.APPROVED]
    public = [event for event in standing if not event.is_internal]
    return Programme(week, public, len(events) - len(standing), len(standing) - len(public))


def week_section(year: int, programme: Programme, today: date) -> Section | str:
    week = programme.week
    if week is None:
        return str(_("Uka for %(year)s er ikke lagt inn.", year=year))
    about = {
        "name": week.name,
        "first": day(week.starts_on),
        "last": full_day(week.ends_on),
        "unit": week.owner_unit,
        "municipality": week.municipality,
    }
    if week.ends_on < today:
        held = _("%(name)s ble holdt fra %(first)s til %(last)s. %(unit)s i %(municipality)s hadde ansvaret.", **about)
    else:
        held = _("%(name)s varer fra %(first)s til %(last)s. %(unit)s i %(municipality)s har ansvaret.", **about)
    themes = [[words(day(date.fromisoformat(on))), words(text)] for on, text in sorted(week.day_themes.items()) if text]
    more = [table(_("Dagens tema"), [_("Dag"), _("Tema")], themes)] if themes else []
    return Section(_("Uka"), tuple(part for part in (held, week.intro, *more) if part))


def programme_section(programme: Programme) -> Section | str:
    if not programme.events:
        return str(_("Ingen arrangementer er lagt inn i programmet."))
    by_origin = Counter(event.origin for event in programme.events)
    origins = [[words(ORIGINS[origin]), count(by_origin[origin])] for origin in ORIGINS if by_origin[origin]]
    head = [_("Hvem som betaler"), _("Arrangementer")]
    blocks: list[Block] = [
        " ".join([programme_sentence(programme), *_beside(programme)]),
        table(_("Arrangementene"), head, origins, foot=(words(TOGETHER), count(len(programme.events)))),
        *(chart for chart in (_by_day(programme), _by_district(programme)) if chart.compares),
    ]
    if lighthouses := programme.lighthouses:
        rows = [[words(event.title), words(event.organiser), words(event.venue_name)] for event in lighthouses]
        blocks.append(table(_("Fyrtårnsarrangementer"), [_("Arrangement"), _("Arrangør"), _("Sted")], rows))
    return Section(_("Programmet"), tuple(blocks))


def programme_sentence(programme: Programme) -> str:
    """How many, in how many districts."""
    events = ngettext("%(num)s arrangement", "%(num)s arrangementer", len(programme.events))
    if not programme.districts:
        return str(_("Programmet hadde %(events)s.", events=events))
    districts = ngettext("%(num)s bydel", "%(num)s bydeler", len(programme.districts))
    return str(_("Programmet hadde %(events)s i %(districts)s.", events=events, districts=districts))


def _beside(programme: Programme) -> list[str]:
    """What was planned and did not come, and what was not for the public."""
    said = []
    if programme.cancelled:
        said.append(_("%(count)s ble avlyst.", count=programme.cancelled))
    if programme.internal:
        said.append(
            ngettext(
                "I tillegg kom %(num)s internt arrangement for kommunens egne ansatte.",
                "I tillegg kom %(num)s interne arrangementer for kommunens egne ansatte.",
                programme.internal,
            )
        )
    return said


def _by_day(programme: Programme) -> Chart:
    """An event on two days stands in both, so the days are not added."""
    held = Counter(on for event in programme.events for on in {one.held_on for one in event.sessions})
    points = (Point(day(on), how_many) for on, how_many in sorted(held.items()))
    return chart_of(_("Arrangementer dag for dag"), points, unit=_("arrangementer"))


def _by_district(programme: Programme) -> Chart:
    found = Counter(event.district for event in programme.events if event.district)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0].position))
    points = (Point(district.name, how_many) for district, how_many in ordered)
    return chart_of(_("Arrangementer etter bydel"), points, unit=_("arrangementer"))


def reach_section(summaries: Sequence[Summary]) -> Section | None:
    """What the organisers counted in their own channels, each channel for itself. None where nobody did."""
    rows = []
    for code, name in CHANNELS.items():
        told = [one.content["reach"][code] for one in summaries if code in one.content["reach"]]
        if told:
            seen, reports = sum(one["number"] for one in told), sum(one["reports"] for one in told)
            rows.append([words(name), count(seen), count(reports)])
    if not rows:
        return None
    said = _(
        "Dette er hvor mange som så noe i arrangørenes egne kanaler. Det er ikke besøkende, og kanalene legges ikke "
        "sammen: den samme kan ha sett flere."
    )
    head = [_("Kanal"), _("Antall"), _("Rapporter som oppgir det")]
    return Section(_("Rekkevidde"), (said, table(_("Sett i arrangørenes kanaler"), head, rows)))
