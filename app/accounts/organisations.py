"""What an organisation of each type must and may have; the rules that no page can go around."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts import orgnr
from app.accounts.applicant_types import SPECIAL_FIELDS, TYPES
from app.accounts.models import ApplicantType, Organisation
from app.policy import NotComplete

COMMON_FIELDS = ("name", "about", "district_code", "address", "postal_code", "city")


def set_values(organisation: Organisation, values: Mapping[str, Any], at: datetime) -> None:
    """Set `applicant_type`, the common fields and those of that type; what the type does not have is emptied.

    Raises NotComplete, naming each field, when something the type must have is missing or cannot be true.
    """
    kind = ApplicantType(values["applicant_type"])
    kept = {name: values.get(name) or None for name in COMMON_FIELDS}
    asked = TYPES[kind].fields
    special = {name: values.get(name) if name in asked else None for name in SPECIAL_FIELDS}
    special["orgnr"] = orgnr.clean(special["orgnr"])
    special["is_vat_registered"] = bool(special["is_vat_registered"])
    _refuse_missing(kept | special, asked)
    if special["de_minimis_nok"] != organisation.de_minimis_nok:
        organisation.de_minimis_declared_at = at if special["de_minimis_nok"] is not None else None
    organisation.applicant_type = kind
    for name, value in (kept | special).items():
        setattr(organisation, name, value)


def _refuse_missing(values: Mapping[str, Any], asked: frozenset[str]) -> None:
    missing: dict[str, str] = {}
    if not values["name"]:
        missing["name"] = _("Skriv navnet slik det skal stå i brevet fra oss.")
    if "orgnr" in asked and (fault := orgnr.problem(values["orgnr"])):
        missing["orgnr"] = fault
    if "cost_centre" in asked and not values["cost_centre"]:
        missing["cost_centre"] = _("Skriv koststed og ressursnummer.")
    if missing:
        raise NotComplete(_("Noe mangler eller stemmer ikke."), missing)
