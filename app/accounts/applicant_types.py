"""What each type of applicant is called and asked for: readable data behind the organisation form (domain.md 2.2)."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.accounts.models import ApplicantType


@dataclass(frozen=True)
class TypeDescription:
    """`fields` are the columns that only some types have; the rest every organisation has."""

    name: str
    example: str
    fields: frozenset[str]


_NUMBERED = frozenset({"orgnr", "is_vat_registered"})
_BUSINESS = _NUMBERED | {"de_minimis_nok"}
_MUNICIPAL = frozenset({"cost_centre"})
_INFORMAL: frozenset[str] = frozenset()

TYPES: dict[ApplicantType, TypeDescription] = {
    ApplicantType.VOLUNTARY: TypeDescription(
        _l("Frivillig organisasjon"), _l("Lag og foreninger med organisasjonsnummer."), _NUMBERED
    ),
    ApplicantType.SPORTS: TypeDescription(_l("Idrettslag"), _l("Lag og klubber i idretten."), _NUMBERED),
    ApplicantType.HOUSING: TypeDescription(
        _l("Borettslag eller velforening"), _l("Også sameier og beboerforeninger."), _NUMBERED
    ),
    ApplicantType.FAITH: TypeDescription(
        _l("Tros- eller livssynssamfunn"), _l("Menigheter, moskeer og lokallag."), _NUMBERED
    ),
    ApplicantType.FOUNDATION: TypeDescription(_l("Stiftelse"), _l("Også museer og hus som er stiftelser."), _NUMBERED),
    ApplicantType.STUDENT: TypeDescription(
        _l("Studentorganisasjon"), _l("Foreninger ved skoler og campus."), _NUMBERED
    ),
    ApplicantType.BUSINESS: TypeDescription(
        _l("Sosial entreprenør eller foretak"), _l("Dere selger varer eller tjenester."), _BUSINESS
    ),
    ApplicantType.MUNICIPAL: TypeDescription(
        _l("Kommunal enhet"), _l("Bibliotek, skole, bydel eller etat i kommunen."), _MUNICIPAL
    ),
    ApplicantType.INFORMAL: TypeDescription(
        _l("Uformell gruppe"), _l("Naboer eller venner uten organisasjonsnummer."), _INFORMAL
    ),
}

SPECIAL_FIELDS: frozenset[str] = frozenset().union(*(description.fields for description in TYPES.values()))
