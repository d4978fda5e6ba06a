"""An application as plain values: what is frozen when it is sent, and what every page and letter shows of it.

`content(application)` gives a dict of str, int, bool, None, lists and dicts only. Dates are «2026-11-24», clock times
(wall clock in Oslo) «17:00», amounts whole kroner. What was chosen from a list stands with its words, so that a later
change of the round does not change what was sent. An answer that was not given is None (text and number) or [] (list).

format            1; a later shape of this dict gets a higher number
reference         «OMB-2026-0042»
channel           web | post | email
form_length       short | standard | full, of the largest activity
sought_nok        the sum over activities
round             {slug, name, municipality, owner_unit, answer_due_on}
organisation      {name, applicant_type (code), applicant_type_name, orgnr, cost_centre, district (name), address,
                  postal_code, city, is_vat_registered}
contact           {name, email, phone, second_email}
about, is_first_time, has_other_municipal, other_municipal [{giver, amount_nok, status (words)}],
de_minimis_nok, de_minimis_confirmed
confirmations     {signatory, truth, warnings_seen}
warnings          [{code, sentence, activity (number)}]: what the scheme does not support
activities        [{number (1, 2, … in order), position (of the Activity row: may have gaps),
                  title, public_text, description, learn, visible_offer,
                  category {code, name} | None, activity_types [name], goals [name], is_pilot, scale_plan,
                  is_digital, venue_name, address, postal_code, is_indoor, district {code, name} | None,
                  sessions [{held_on, starts, ends, place}],
                  is_free, is_open, is_alcohol_free, audience [name], audience_text,
                  expected_participants, expected_reach, reach_basis, signup (words), capacity, bring, crowd_plan,
                  partners [{name, role}], accessibility [name], accessibility_text, is_for_children, children_text,
                  permits [{code, name, status (words)}], safety, volunteer_hours, logo_confirmed,
                  sought_nok, tier_nok, recovers_vat (words), less_plan,
                  budget {expenses [{group (code), group_name, text, amount_nok}],
                          other_grants [{giver, amount_nok, is_granted}],
                          own_funds_nok, gifts_nok, sales_nok, sought_nok,
                          expenses_nok, income_nok, difference_nok (expenses minus income)}}]
attachments       [{public_id, filename, sha256, media_type, size_bytes, is_original}]
"""

from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.applicant_types import TYPES
from app.applications import queries, support
from app.applications.budget import balance
from app.applications.models import Activity, Application, Attachment, BudgetSide
from app.applications.tiers import application_length
from app.applications.worklist import tier_amount
from app.rounds.models import OptionKind, Round

FORMAT = 1
Values = dict[str, Any]

SIGNUP = {"drop_in": _l("Bare å møte opp"), "sign_up": _l("Påmelding"), "both": _l("Både påmelding og drop-in")}
VAT = {"yes": _l("Ja"), "no": _l("Nei"), "unknown": _l("Vet ikke")}
PERMIT_STATUS = {"needed": _l("Trengs"), "applied": _l("Søkt om"), "granted": _l("Innvilget")}
GRANT_STATUS = {"sought": _l("Søkt"), "granted": _l("Innvilget")}

AS_THEY_STAND = [
    "position",
    "title",
    "public_text",
    "description",
    "learn",
    "visible_offer",
    "is_pilot",
    "scale_plan",
    "is_digital",
    "venue_name",
    "address",
    "postal_code",
    "is_indoor",
    "is_free",
    "is_open",
    "is_alcohol_free",
    "audience_text",
    "expected_participants",
    "expected_reach",
    "reach_basis",
    "capacity",
    "bring",
    "crowd_plan",
    "accessibility_text",
    "is_for_children",
    "children_text",
    "safety",
    "volunteer_hours",
    "logo_confirmed",
    "sought_nok",
    "less_plan",
]


def content(application: Application) -> Values:
    """The whole application as it stands now; keys in the module's docstring."""
    return {
        "format": FORMAT,
        "reference": application.reference,
        "channel": application.channel.value,
        "form_length": application_length(application).value,
        "sought_nok": sum(activity.sought_nok or 0 for activity in application.activities),
        "round": _round(application.round),
        "organisation": _organisation(application),
        "contact": _contact(application),
        "about": application.about,
        "is_first_time": application.is_first_time,
        "has_other_municipal": application.has_other_municipal,
        "other_municipal": [
            {**row, "status": _words(GRANT_STATUS, row.get("status"))} for row in application.other_municipal
        ],
        "de_minimis_nok": application.de_minimis_nok,
        "de_minimis_confirmed": application.de_minimis_confirmed,
        "confirmations": _confirmations(application),
        "warnings": [vars(warning) for warning in support.warnings(application)],
        "activities": [
            {"number": number, **_activity(application, activity)}
            for number, activity in enumerate(application.activities, start=1)
        ],
        "attachments": [_attachment(attachment) for attachment in application.attachments],
    }


def _round(of_round: Round) -> Values:
    return {
        "slug": of_round.slug,
        "name": of_round.name,
        "municipality": of_round.municipality,
        "owner_unit": of_round.owner_unit,
        "answer_due_on": of_round.answer_due_on.isoformat(),
    }


def _organisation(application: Application) -> Values:
    organisation = application.organisation
    return {
        "name": organisation.name,
        "applicant_type": organisation.applicant_type.value,
        "applicant_type_name": str(TYPES[organisation.applicant_type].name),
        "orgnr": organisation.orgnr,
        "cost_centre": organisation.cost_centre,
        "district": queries.district_name(organisation.district_code),
        "address": organisation.address,
        "postal_code": organisation.postal_code,
        "city": organisation.city,
        "is_vat_registered": organisation.is_vat_registered,
    }


def _contact(application: Application) -> Values:
    return {
        "name": application.contact_name,
        "email": application.contact_email,
        "phone": application.contact_phone,
        "second_email": application.second_contact_email,
    }


def _confirmations(application: Application) -> Values:
    return {
        "signatory": application.signatory_confirmed,
        "truth": application.truth_confirmed,
        "warnings_seen": application.warnings_seen,
    }


def _attachment(attachment: Attachment) -> Values:
    return {
        "public_id": attachment.public_id,
        "filename": attachment.filename,
        "sha256": attachment.sha256,
        "media_type": attachment.file.media_type,
        "size_bytes": attachment.file.size_bytes,
        "is_original": attachment.is_original,
    }


def _activity(application: Application, activity: Activity) -> Values:
    names = _option_names(application.round)
    category, district = activity.category, activity.district
    return {
        **{field: getattr(activity, field) for field in AS_THEY_STAND},
        "category": {"code": category.code, "name": category.name} if category else None,
        "district": {"code": district.code, "name": district.name} if district else None,
        "activity_types": [names.get((OptionKind.ACTIVITY_TYPE, code), code) for code in activity.activity_types],
        "goals": [names.get((OptionKind.GOAL, code), code) for code in activity.goals],
        "audience": [names.get((OptionKind.AUDIENCE, code), code) for code in activity.audience],
        "accessibility": [names.get((OptionKind.ACCESSIBILITY, code), code) for code in activity.accessibility],
        "sessions": [
            {"held_on": _day(row.held_on), "starts": _clock(row.starts), "ends": _clock(row.ends), "place": row.place}
            for row in activity.sessions
            if not support.is_empty_session(row)
        ],
        "signup": _words(SIGNUP, activity.signup),
        "recovers_vat": _words(VAT, activity.recovers_vat),
        "partners": [dict(row) for row in activity.partners],
        "permits": [
            {
                "code": row.get("code"),
                "name": names.get((OptionKind.PERMIT, str(row.get("code"))), row.get("code")),
                "status": _words(PERMIT_STATUS, row.get("status")),
            }
            for row in activity.permits
        ],
        "tier_nok": tier_amount(application, activity.sought_nok) if activity.sought_nok else None,
        "budget": _budget(activity, names),
    }


def _budget(activity: Activity, names: dict[tuple[OptionKind, str], str]) -> Values:
    sums = balance(activity)
    return {
        "expenses": [
            {
                "group": line.group_code,
                "group_name": names.get((OptionKind.EXPENSE_GROUP, line.group_code or ""), line.group_code),
                "text": line.text,
                "amount_nok": line.amount_nok,
            }
            for line in activity.budget_lines
            if line.side is BudgetSide.EXPENSE and not support.is_empty_line(line)
        ],
        "other_grants": [
            {"giver": line.text, "amount_nok": line.amount_nok, "is_granted": line.is_granted}
            for line in activity.budget_lines
            if line.side is BudgetSide.OTHER_GRANT and not support.is_empty_line(line)
        ],
        "own_funds_nok": activity.own_funds_nok,
        "gifts_nok": activity.gifts_nok,
        "sales_nok": activity.sales_nok,
        "sought_nok": activity.sought_nok,
        "expenses_nok": sums.expenses_nok,
        "income_nok": sums.income_nok,
        "difference_nok": sums.difference_nok,
    }


def _option_names(of_round: Round) -> dict[tuple[OptionKind, str], str]:
    return {(option.kind, option.code): option.name for option in of_round.options}


def _words(choices: dict[str, Any], code: str | None) -> str | None:
    return str(choices.get(code, code)) if code else None


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _clock(value: time | None) -> str | None:
    return value.strftime("%H:%M") if value else None
