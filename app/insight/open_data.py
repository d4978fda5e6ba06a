"""Grants as open data: plain values in the shape of the 360Giving Data Standard 1.1, as JSON and as CSV.

Only what was accepted is published, and only organisations with a number in a public register, and the municipality's
own units, are named. What an informal group got is published without name, words, days and number; its district and
category are told only where at least FEWEST such groups share them.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager

from app.accounts.applicant_types import TYPES
from app.accounts.models import ApplicantType, District, Organisation
from app.applications.models import Activity, Application
from app.clock import local
from app.decisions.models import Decision, DecisionLine
from app.extensions import db
from app.files import sheets
from app.followup.grants.models import Grant
from app.followup.grants.plan import days
from app.followup.payment.queries import paid
from app.insight.dictionary import FIELDS, LICENCE, STANDARD, value_at
from app.insight.suppression import FEWEST
from app.rounds.models import Round

Values = dict[str, Any]


@dataclass(frozen=True)
class PublishedYear:
    """How much is published of the weeks of a year. Whole kroner."""

    year: int
    grants: int
    amount_nok: int


@dataclass(frozen=True)
class _Shown:
    """What every row needs beside its grant."""

    sought: Mapping[int, tuple[int, date]]
    paid: Mapping[int, int]
    districts: Mapping[str, str]
    informal: Mapping[tuple[str | None, str | None], int]


def years() -> list[PublishedYear]:
    """The years that have anything to publish, newest first. One statement."""
    rows = db.session.execute(
        select(Round.week_starts_on, func.count(Grant.id), func.sum(Grant.accepted_nok))
        .join(Grant, Grant.round_id == Round.id)
        .where(Grant.accepted_nok > 0)
        .group_by(Round.id, Round.week_starts_on)
    ).all()
    counts: Counter[int] = Counter()
    amounts: Counter[int] = Counter()
    for starts_on, count, amount in rows:
        counts[starts_on.year] += count
        amounts[starts_on.year] += amount
    return [PublishedYear(year, counts[year], amounts[year]) for year in sorted(counts, reverse=True)]


def package(year: int, *, download_url: str, page_url: str) -> Values:
    """The whole file of a year. Raises NoResultFound where nothing is published. Four statements."""
    found = _grants(year) if year else []
    if not found:
        raise NoResultFound
    newest = max(found, key=lambda grant: grant.round_id).application.round
    return {
        "version": STANDARD,
        "title": _("Tilskudd %(year)s, %(municipality)s", year=year, municipality=newest.municipality),
        "description": _("Tilskudd som mottakerne har takket ja til, én rad for hver aktivitet."),
        "publisher": {"name": newest.municipality, "identifier": _publisher(newest)},
        "license": LICENCE,
        "downloadURL": download_url,
        "accessURL": page_url,
        "grants": published(found),
    }


def as_json(values: Values) -> bytes:
    return json.dumps(values, ensure_ascii=False, indent=1).encode()


def as_csv(grants: Iterable[Mapping[str, Any]]) -> bytes:
    """Comma-separated UTF-8, the headings of the standard. No cell begins a formula."""
    rows = ([value_at(grant, field.path) for field in FIELDS] for grant in grants)
    return sheets.as_csv([field.column for field in FIELDS], rows, is_data=True)


def published(found: Sequence[Grant]) -> list[Values]:
    """Each grant as the public may see it. Three statements."""
    ids = [grant.id for grant in found]
    districts = {code: name for code, name in db.session.execute(select(District.code, District.name))}
    informal = Counter(_cell(one) for one in {_group(grant): grant for grant in found if not _is_named(grant)}.values())
    shown = _Shown(_awarded([grant.activity_id for grant in found]), paid(ids), districts, informal)
    return [_named(grant, shown) if _is_named(grant) else _unnamed(grant, shown) for grant in found]


def _group(grant: Grant) -> tuple[int, str | None, str | None]:
    """A group counts once in each cell, however many activities it has there."""
    return (grant.application.organisation_id, *_cell(grant))


def _cell(grant: Grant) -> tuple[str | None, str | None]:
    category = grant.activity.category
    return grant.plan["district_code"], category.code if category else None


def _grants(year: int) -> list[Grant]:
    found = (
        select(Grant)
        .join(Grant.application)
        .join(Application.organisation)
        .join(Application.round)
        .join(Grant.activity)
        .outerjoin(Activity.category)
        .where(Grant.accepted_nok > 0, Round.week_starts_on.between(date(year, 1, 1), date(year, 12, 31)))
        .options(
            contains_eager(Grant.application).contains_eager(Application.organisation),
            contains_eager(Grant.application).contains_eager(Application.round),
            contains_eager(Grant.activity).contains_eager(Activity.category),
        )
        .order_by(Application.reference, Activity.position)
    )
    return list(db.session.scalars(found))


def _awarded(activity_ids: Sequence[int]) -> dict[int, tuple[int, date]]:
    """What was sought and the day it was decided, by activity: of the newest released decision. One statement."""
    rows = db.session.execute(
        select(DecisionLine.activity_id, DecisionLine.sought_nok, Decision.decided_at)
        .join(DecisionLine.decision)
        .where(DecisionLine.activity_id.in_(activity_ids), Decision.released_at.is_not(None))
        .order_by(Decision.version)
    )
    return {activity_id: (sought, local(decided_at).date()) for activity_id, sought, decided_at in rows}


def _is_named(grant: Grant) -> bool:
    organisation = grant.application.organisation
    return organisation.orgnr is not None or organisation.applicant_type is ApplicantType.MUNICIPAL


def _named(grant: Grant, shown: _Shown) -> Values:
    values = _common(grant, shown)
    title = grant.plan["title"] or ""
    values |= {
        "id": f"{_publisher(grant.application.round)}-{grant.application.reference}-{grant.activity.position}",
        "title": title,
        "description": grant.plan["public_text"] or title,
        "recipientOrganization": [_recipient(grant.application.organisation, grant.application.round)],
        "beneficiaryLocation": _location(grant.plan["district_code"], shown),
        "classifications": _classes(grant, with_category=True),
    }
    if held := days(grant.plan):
        values["plannedDates"] = [{"startDate": held[0].isoformat(), "endDate": held[-1].isoformat()}]
    return _filled(values)


def _unnamed(grant: Grant, shown: _Shown) -> Values:
    """Without anything that a neighbour could know them by."""
    is_shared = shown.informal[_cell(grant)] >= FEWEST
    publisher = _publisher(grant.application.round)
    values = _common(grant, shown) | {
        "id": f"{publisher}-{_mark(grant.public_id)}",
        "title": _("Aktivitet fra en uformell gruppe"),
        "description": _("Uformelle grupper er ikke navngitt i åpne data."),
        "recipientOrganization": [{"id": f"{publisher}-uformell", "name": _("Uformell gruppe")}],
        "beneficiaryLocation": _location(grant.plan["district_code"] if is_shared else None, shown),
        "classifications": _classes(grant, with_category=is_shared),
    }
    return _filled(values)


def _common(grant: Grant, shown: _Shown) -> Values:
    of_round = grant.application.round
    sought, decided_on = shown.sought[grant.activity_id]
    funder = {"id": _publisher(of_round), "name": of_round.municipality, "department": of_round.owner_unit}
    return {
        "currency": "NOK",
        "amountAppliedFor": sought,
        "amountAwarded": grant.accepted_nok,
        "amountDisbursed": shown.paid.get(grant.id, 0),
        "awardDate": decided_on.isoformat(),
        "fundingOrganization": [funder],
        "grantProgramme": [{"code": of_round.slug, "title": of_round.name}],
        "fromOpenCall": "Yes",
    }


def _recipient(organisation: Organisation, of_round: Round) -> Values:
    if organisation.orgnr:
        return {"id": f"NO-BRC-{organisation.orgnr}", "name": organisation.name}
    return {"id": f"{_publisher(of_round)}-{_mark(organisation.public_id)}", "name": organisation.name}


def _publisher(of_round: Round) -> str:
    """The owner's number in the public register; its name where no number is set."""
    if of_round.owner_orgnr:
        return f"NO-BRC-{of_round.owner_orgnr}"
    return f"NO-{of_round.municipality.replace(' ', '-')}"


def _mark(secret: str) -> str:
    """The same each time, and tells nothing of the address it is made from."""
    return hashlib.sha256(f"open data {secret}".encode()).hexdigest()[:12]


def _location(code: str | None, shown: _Shown) -> list[Values]:
    if code is None or code not in shown.districts:
        return []
    return [{"id": code, "name": shown.districts[code], "countryCode": "NO"}]


def _classes(grant: Grant, *, with_category: bool) -> list[Values]:
    kind = grant.application.organisation.applicant_type
    found = [{"vocabulary": _("Søkertype"), "code": kind.value, "title": str(TYPES[kind].name)}]
    category = grant.activity.category
    if category is not None and with_category:
        found.append({"vocabulary": _("Tema"), "code": category.code, "title": category.name})
    return found


def _filled(values: Values) -> Values:
    """In the dictionary's order, without what there is nothing of."""
    order = dict.fromkeys(str(field.path[0]) for field in FIELDS)
    return {name: values[name] for name in order if values.get(name) not in (None, [])}
