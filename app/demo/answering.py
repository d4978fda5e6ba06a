"""What each row of applications.csv answers in the form, as raw text by path, and by which rule the fields that the
file lacks are filled: telephone, address, programme text and the questions of the longer forms."""

from datetime import date, timedelta
from typing import Any

from app.accounts.models import ApplicantType
from app.demo.rows import Row

APPLICANT_TYPES = {
    "frivillig organisasjon": ApplicantType.VOLUNTARY,
    "ungdomsorganisasjon": ApplicantType.VOLUNTARY,
    "idrettslag": ApplicantType.SPORTS,
    "borettslag": ApplicantType.HOUSING,
    "velforening": ApplicantType.HOUSING,
    "tros- eller livssynssamfunn": ApplicantType.FAITH,
    "ideell stiftelse": ApplicantType.FOUNDATION,
    "studentorganisasjon": ApplicantType.STUDENT,
    "sosial entreprenør (AS)": ApplicantType.BUSINESS,
    "samvirkeforetak": ApplicantType.BUSINESS,
    "enkeltpersonforetak i samarbeid": ApplicantType.BUSINESS,
    "kommunal virksomhet": ApplicantType.MUNICIPAL,
    "uformell gruppe uten org.nr.": ApplicantType.INFORMAL,
}
CATEGORIES = {
    "Matsvinn og bærekraftig mat": "food",
    "Deling, utlån, bytting, ombruk, gjenbruk og reparasjon": "sharing",
    "Farlig avfall": "hazardous",
    "Sirkulære materialer": "materials",
    "Plast": "plastic",
    "Grønn fredag": "green_friday",
}
ACTIVITY_TYPES = {
    "bruktsalg": "used_sale",
    "bytte": "swap",
    "deling": "sharing",
    "digital kampanje": "digital",
    "foredrag/debatt": "talk",
    "formidling": "outreach",
    "kurs": "course",
    "matsvinn": "food_waste",
    "ombruk": "reuse",
    "redesign": "redesign",
    "reparasjon": "repair",
    "utlån": "lending",
    "utstilling/verksted": "exhibition,workshop",
    "verksted": "workshop",
}
ACCESSIBILITY = {
    "trinnfri adkomst": "step_free",
    "trinnfri adkomst fra gate": "step_free",
    "HC-toalett": "toilet",
    "teleslynge": "hearing_loop",
    "tegnspråktolk": "sign_language",
    "tolk": "interpreter",
    "tekstet video": "captions",
}
AUDIENCES = (  # every one whose word is in the text; «alle» when none is
    ("children", ("barn",)),
    ("youth", ("ungdom", "unge", "elever", "videregående")),
    ("families", ("famili", "foresatte")),
    ("seniors", ("eldre",)),
    ("students", ("student",)),
    ("newcomers", ("botid",)),
)
SIGN_UP = {"påmelding": "sign_up", "påmelding (skole) + drop-in": "both"}
DISTRICTS = {  # the district's code and a postal code that lies in it
    "Gamle Oslo": ("030101", "0650"),
    "Grünerløkka": ("030102", "0555"),
    "Sagene": ("030103", "0462"),
    "St. Hanshaugen": ("030104", "0170"),
    "Frogner": ("030105", "0260"),
    "Ullern": ("030106", "0380"),
    "Vestre Aker": ("030107", "0770"),
    "Nordre Aker": ("030108", "0484"),
    "Bjerke": ("030109", "0585"),
    "Grorud": ("030110", "0963"),
    "Stovner": ("030111", "0985"),
    "Alna": ("030112", "1053"),
    "Østensjø": ("030113", "0688"),
    "Nordstrand": ("030114", "1176"),
    "Søndre Nordstrand": ("030115", "1250"),
    "Sentrum": ("030116", "0150"),
    "Hele byen/digitalt": ("online", ""),
}
EXPENSE_GROUPS = (  # the first whose word is in the text decides
    ("access", ("tolk",)),
    ("venue", ("leie", "lokale", "scene", "stands", "telt", "galleri", "kjøkken", "lyd", "husleie")),
    ("fee", ("instruktør", "honorar", "kokk", "mekaniker", "fagperson", "fagformidler", "reparatør", "tapetserer")),
    ("marketing", ("trykk", "plakat", "skilt", "annonse", "markedsføring", "sponsede", "hefter", "film")),
    ("transport", ("transport", "buss", "henting")),
    ("food", ("kaffe", "frukt", "suppe", "råvarer", "lunsj", "grønnsaker", "vaffel")),
    (
        "material",
        ("materi", "deler", "utstyr", "verktøy", "stativ", "hyller", "garn", "nåler", "tråd", "skruer", "lim"),
    ),
)
PERMITS = {"S26-030": ("municipal_ground", "applied"), "S26-033": ("municipal_ground", "granted")}
DAYS_IN_WEEK = 7


def organisation(row: Row) -> dict[str, Any]:
    """The values of accounts.actions.create_organisation."""
    kind = APPLICANT_TYPES[row.organisation_type]
    code, postal_code = DISTRICTS[row.district]
    return {
        "applicant_type": kind,
        "name": row.organisation.replace(" (uformell gruppe)", "").replace(" (kommunal)", ""),
        "orgnr": row.orgnr,
        "cost_centre": "47110 / 2034" if kind is ApplicantType.MUNICIPAL else None,
        "is_vat_registered": row.is_vat_registered,
        "de_minimis_nok": 0 if kind is ApplicantType.BUSINESS else None,
        "district_code": code,
        "address": _address(row),
        "postal_code": postal_code or "0150",
        "city": "Oslo",
        "about": _sentences(row.description, 200),
    }


def answers(row: Row, monday: date) -> dict[str, str]:
    """Raw answers by path, with dates in the week of `monday`; also of questions that a shorter form does not ask."""
    return {**_applicant(row), **_activity(row), **_place(row), **_sessions(row, monday), **_budget(row)}


def _applicant(row: Row) -> dict[str, str]:
    is_business = APPLICANT_TYPES[row.organisation_type] is ApplicantType.BUSINESS
    answered = {
        "contact_name": contact_name(row),
        "contact_email": row.email,
        "contact_phone": f"21 {_number(row):02d} 47 {_number(row):02d}",
        "second_contact_email": row.email.replace("post@", "styret@"),
        "is_first_time": "yes" if row.previous_report == "ikke aktuelt" else "no",
        "about": _sentences(row.description, 200),
        "has_other_municipal": "yes" if row.other_municipal else "no",
    }
    if row.other_municipal:
        answered |= {"other1_giver": "Bydelens grønne midler", "other1_amount_nok": "6000", "other1_status": "sought"}
    return answered | ({"de_minimis_nok": "0", "de_minimis_confirmed": "yes"} if is_business else {})


FIRST_NAMES = ("Anne", "Bilal", "Camilla", "David", "Eline", "Farah", "Geir", "Hanne", "Idris", "Johanne")
LAST_NAMES = ("Prøve", "Eksempel", "Demostad", "Testrud")


def contact_name(row: Row) -> str:
    """An invented person: no row of the file names anybody."""
    return f"{FIRST_NAMES[_number(row) % 10]} {LAST_NAMES[_number(row) % 4]}"


def _activity(row: Row) -> dict[str, str]:
    return _of_activity(
        title=row.title[:80],
        expected_participants=row.participants,
        session_count=row.sessions,
        sought_nok=row.sought_nok,
        category=CATEGORIES[row.category],
        activity_types=ACTIVITY_TYPES[row.activity_type],
        public_text=_sentences(row.description, 300),
        description=_sentences(row.description, 600 if row.sought_nok <= 2500 else 1500),
        learn=_sentences(row.description.split(". ", 1)[-1], 200),
        goals="less_material,meeting_places",
        visible_offer=f"Tilbudet hos {organisation_name(row)}, som er åpent hele året.",
        is_pilot="yes" if "pilot" in row.exercises else "no",
        scale_plan="Vi prøver i liten skala og deler oppskriften med flere bydeler."
        if "pilot" in row.exercises
        else "",
        expected_reach=row.reach,
        reach_basis="Antall følgere og hvor mange plakater vi henger opp.",
        crowd_plan="Vi deler ut kølapper og slipper inn i puljer." if row.participants > 150 else "",
        partners="\n".join(row.partners),
        volunteer_hours=row.volunteer_hours,
        safety="",
    )


def organisation_name(row: Row) -> str:
    return str(organisation(row)["name"])


def _place(row: Row) -> dict[str, str]:
    code, postal_code = DISTRICTS[row.district]
    is_online = code == "online"
    permit = PERMITS.get(row.code)
    return _of_activity(
        is_digital="yes" if is_online else "",
        venue_name="" if is_online else row.place,
        address="" if is_online else _address(row),
        postal_code=postal_code,
        is_indoor="" if is_online else ("no" if "telt" in row.place or "torg" in row.place.lower() else "yes"),
        district_code=code,
        is_free="yes" if row.is_free else "no",
        is_open="yes" if row.is_open else "no",
        is_alcohol_free="no" if any("(øl" in text.lower() for text, _nok in row.expenses) else "yes",
        audience=_audience(row.audience),
        audience_text=row.audience,
        signup=SIGN_UP.get(row.signup, "drop_in"),
        capacity=row.capacity or "",
        bring=row.bring,
        accessibility=",".join(ACCESSIBILITY[part] for part in row.accessibility if part in ACCESSIBILITY),
        accessibility_text=", ".join(part for part in row.accessibility if part not in ACCESSIBILITY),
        is_for_children="yes" if "barn" in row.audience.lower() else "no",
        logo_confirmed="yes",
        **({f"permit_{permit[0]}": permit[1]} if permit else {}),
    )


def _audience(text: str) -> str:
    lower = text.lower()
    return ",".join(code for code, words in AUDIENCES if any(word in lower for word in words)) or "everyone"


def _sessions(row: Row, monday: date) -> dict[str, str]:
    """One session a day from the row's date; more than the week has days begin again on its first."""
    found: dict[str, str] = {}
    for number in range(row.sessions):
        day = row.held_day + number if row.sessions <= DAYS_IN_WEEK else number % DAYS_IN_WEEK
        found[f"a1.s{number + 1}.held_on"] = (monday + timedelta(day)).isoformat()
        found[f"a1.s{number + 1}.starts"] = row.starts.strftime("%H:%M")
        found[f"a1.s{number + 1}.ends"] = row.ends.strftime("%H:%M")
    return found


def _budget(row: Row) -> dict[str, str]:
    found = _of_activity(less_plan="Vi kutter servering og plakater først.", recovers_vat="no")
    for number, (text, amount_nok) in enumerate(row.expenses, start=1):
        found[f"a1.b{number}.group_code"] = _group(text)
        found[f"a1.b{number}.text"] = text
        found[f"a1.b{number}.amount_nok"] = str(amount_nok)
    for text, amount_nok in row.other_income:
        key = "sales_nok" if "salg" in text.lower() else "own_funds_nok" if text == "Egne midler" else "gifts_nok"
        found[f"a1.{key}"] = str(amount_nok)
    return found


def _group(text: str) -> str:
    lower = text.lower()
    return next((code for code, words in EXPENSE_GROUPS if any(word in lower for word in words)), "other")


def _of_activity(**values: object) -> dict[str, str]:
    return {f"a1.{key}": str(value) for key, value in values.items()}


def _number(row: Row) -> int:
    return int(row.code.rsplit("-", 1)[1])


def _address(row: Row) -> str:
    return f"Eksempelveien {_number(row)}"


def _sentences(text: str, limit: int) -> str:
    """As many whole sentences as fit; at least a part of the first."""
    kept = ""
    for sentence in text.split(". "):
        longer = f"{kept} {sentence.rstrip('.')}.".strip()
        if len(longer) > limit:
            break
        kept = longer
    return kept or text[: limit - 1] + "…"
