"""The questions about an activity and its sessions (domain.md 2.3), page by page; the budget stands beside."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.applications.asked_of_budget import AROUND_THE_BUDGET, EXPENSE, INCOME, MOST_EXPENSES, MOST_GRANTS, OTHER_GRANT
from app.applications.models import Activity, Application
from app.applications.questions import (
    FROM_STANDARD,
    FULL,
    ONLY_FULL,
    PERMIT,
    SHORT,
    STANDARD,
    YES_OR_NO,
    Choices,
    Kind,
    Question,
    fixed,
    of_round,
)
from app.rounds.models import OptionKind, RoundOption

MOST_SESSIONS = 20
CROWD = 150
"""With more participants than this, the full form asks for a plan when it gets crowded."""


def _categories(application: Application) -> Choices:
    return [(category.code, category.name) for category in application.round.categories]


def _category_code(activity: Activity) -> str | None:
    return activity.category.code if activity.category else None


def _write_category(activity: Activity, code: str | None, _at: datetime) -> None:
    categories = activity.application.round.categories
    activity.category = next((category for category in categories if category.code == code), None)


def _districts(_application: Application) -> Choices:
    from app.applications.draft_queries import districts  # only the pages that ask need the table

    return [(district.code, district.name) for district in districts()]


def _session_count(activity: Activity) -> int:
    return len(activity.sessions)


SIZE: tuple[Question, ...] = (
    Question(
        "title",
        _l("Hva heter aktiviteten?"),
        Kind.TEXT,
        _l("Skriv det som et arrangementsnavn. Denne teksten kommer i programmet."),
        limit=Activity.TITLE_LENGTH,
    ),
    Question(
        "expected_participants",
        _l("Hvor mange tror dere kommer?"),
        Kind.NUMBER,
        _l("Et ærlig anslag er best. I 2024 kom det oftest 50–100 per arrangement."),
        lowest=1,
        highest=20_000,
    ),
    Question(
        "session_count",
        _l("Hvor mange ganger?"),
        Kind.NUMBER,
        _l("Ett tydelig tidspunkt samler ofte flere enn mange korte."),
        lowest=1,
        highest=MOST_SESSIONS,
        read=_session_count,
    ),
    Question(
        "sought_nok",
        _l("Hva søker dere om?"),
        Kind.SOUGHT,
        _l("De fleste aktiviteter passer i ett av trinnene. Velg det minste som holder."),
        lowest=1,
    ),
)

CONTENT: tuple[Question, ...] = (
    Question(
        "category",
        _l("Hvilket tema passer best?"),
        Kind.CHOICE,
        _l("Velg ett. Er dere i tvil, velg det folk kommer for."),
        choices=_categories,
        read=_category_code,
        write=_write_category,
    ),
    Question(
        "activity_types",
        _l("Hva slags aktivitet er det?"),
        Kind.SEVERAL,
        _l("Velg inntil tre. Brukes i kalenderen."),
        limit=3,
        choices=of_round(OptionKind.ACTIVITY_TYPE),
    ),
    Question(
        "public_text",
        _l("Kort tekst til programmet"),
        Kind.LONG_TEXT,
        _l("Hva skjer, og hva får de som kommer, med seg hjem?"),
        limit=Activity.PUBLIC_TEXT_LENGTH,
    ),
    Question(
        "description",
        _l("Hva skal dere gjøre?"),
        Kind.LONG_TEXT,
        _l("Steg for steg. Hva skjer når folk kommer inn døra?"),
        limits={SHORT: 600, STANDARD: 1500, FULL: Activity.DESCRIPTION_LENGTH},
        attrs={"rows": "6"},
    ),
)

THE_ACTIVITY = (*SIZE, *CONTENT)

AT_A_PLACE = ("is_digital", "")
WHEN_AND_WHERE: tuple[Question, ...] = (
    Question("is_digital", _l("Aktiviteten er på nett"), Kind.CONFIRM, _l("Da slipper dere sted."), is_optional=True),
    Question(
        "venue_name",
        _l("Hvor?"),
        Kind.TEXT,
        _l("Bruk gjerne stedet dere allerede er på."),
        limit=80,
        shown_by=AT_A_PLACE,
    ),
    Question("address", _l("Adresse"), Kind.TEXT, limit=120, shown_by=AT_A_PLACE, attrs={"autocomplete": "off"}),
    Question("postal_code", _l("Postnummer"), Kind.POSTAL_CODE, shown_by=AT_A_PLACE, attrs={"autocomplete": "off"}),
    Question(
        "is_indoor",
        _l("Inne eller ute?"),
        Kind.YES_NO,
        choices=fixed(("yes", _l("Inne")), ("no", _l("Ute"))),
        shown_by=AT_A_PLACE,
    ),
    Question(
        "district_code",
        _l("Bydel aktiviteten er i"),
        Kind.SELECT,
        _l("Bydelen der folk møter opp. Velg «Hele byen» eller «På nett» hvis det passer bedre."),
        choices=_districts,
    ),
)

THOSE_WHO_COME: tuple[Question, ...] = (
    Question("is_free", _l("Er det gratis for dem som kommer?"), Kind.YES_NO, choices=fixed(*YES_OR_NO)),
    Question(
        "is_open",
        _l("Er det åpent for alle?"),
        Kind.YES_NO,
        _l("Påmelding er lov hvis plassen er begrenset."),
        choices=fixed(*YES_OR_NO),
    ),
    Question(
        "is_alcohol_free",
        _l("Er det alkoholfritt?"),
        Kind.YES_NO,
        _l("Tilskuddet kan ikke brukes på alkohol, og arrangementet skal være alkoholfritt."),
        choices=fixed(*YES_OR_NO),
        when=lambda application, _activity: application.round.requires_alcohol_free,
    ),
    Question(
        "audience",
        _l("Hvem er det for?"),
        Kind.SEVERAL,
        _l("Alle skal kunne komme. Kryss av hvis dere særlig vil nå noen."),
        lengths=FROM_STANDARD,
        choices=of_round(OptionKind.AUDIENCE),
    ),
    Question("audience_text", _l("Noen flere?"), Kind.TEXT, limit=150, lengths=FROM_STANDARD, is_optional=True),
    Question(
        "signup",
        _l("Må folk melde seg på?"),
        Kind.CHOICE,
        lengths=FROM_STANDARD,
        choices=fixed(("drop_in", _l("Nei, bare kom")), ("sign_up", _l("Ja")), ("both", _l("Begge deler"))),
    ),
    Question(
        "capacity",
        _l("Hvor mange er det plass til?"),
        Kind.NUMBER,
        _l("Skriv hvor mange dere har plass til samtidig."),
        lowest=1,
        highest=20_000,
        lengths=FROM_STANDARD,
        is_optional=True,
    ),
    Question(
        "bring",
        _l("Hva bør folk ta med?"),
        Kind.TEXT,
        _l("Kommer i programmet."),
        limit=120,
        lengths=FROM_STANDARD,
        is_optional=True,
    ),
    Question(
        "accessibility",
        _l("Tilgjengelighet"),
        Kind.SEVERAL,
        _l("Kryss av det som stemmer. Det vises i programmet."),
        is_optional=True,
        choices=of_round(OptionKind.ACCESSIBILITY),
    ),
    Question("accessibility_text", _l("Mer om tilgjengelighet"), Kind.TEXT, limit=200, is_optional=True),
    Question(
        "is_for_children",
        _l("Er det aktiviteter for barn?"),
        Kind.YES_NO,
        lengths=FROM_STANDARD,
        choices=fixed(*YES_OR_NO),
    ),
    Question(
        "children_text",
        _l("Om barna"),
        Kind.TEXT,
        _l(
            "Skriv om barna må ha med en voksen, og hvem som har ansvaret. Har dere ansvar for barn alene, trenger "
            "de ansvarlige politiattest."
        ),
        limit=200,
        lengths=FROM_STANDARD,
        is_optional=True,
        shown_by=("is_for_children", "yes"),
    ),
    Question(
        "logo_confirmed",
        _l("Vi viser at kommunen støtter oss"),
        Kind.CONFIRM,
        _l("Dere får logo og en ferdig setning hvis dere får ja."),
    ),
)


def _is_crowded(_application: Application, activity: Activity | None) -> bool:
    return activity is not None and (activity.expected_participants or 0) > CROWD


THE_PLAN: tuple[Question, ...] = (
    Question(
        "learn",
        _l("Hva skal folk kunne etterpå?"),
        Kind.LONG_TEXT,
        _l("Skriv én konkret ting."),
        limit=300,
        lengths=FROM_STANDARD,
    ),
    Question(
        "goals",
        _l("Hvilke mål bidrar dere til?"),
        Kind.SEVERAL,
        _l("Velg inntil tre. Vi bruker svaret i årsrapporten, ikke som poeng."),
        limit=3,
        lengths=FROM_STANDARD,
        choices=of_round(OptionKind.GOAL),
    ),
    Question(
        "visible_offer",
        _l("Hvilket tilbud hele året viser dere fram?"),
        Kind.LONG_TEXT,
        _l("For eksempel et verksted eller en utlånsordning som er åpen også i februar."),
        limit=200,
        lengths=ONLY_FULL,
    ),
    Question("is_pilot", _l("Er dette en prøve?"), Kind.YES_NO, lengths=ONLY_FULL, choices=fixed(*YES_OR_NO)),
    Question(
        "scale_plan",
        _l("Hvordan kan den vokse?"),
        Kind.LONG_TEXT,
        _l("Prøver er velkomne. Skriv hva som må virke for at dere gjør det større neste år."),
        limit=300,
        lengths=ONLY_FULL,
        shown_by=("is_pilot", "yes"),
    ),
    Question(
        "expected_reach",
        _l("Hvor mange ser at dere finnes?"),
        Kind.NUMBER,
        _l("De som får vite om dere, ikke de som kommer."),
        highest=10_000_000,
        lengths=ONLY_FULL,
    ),
    Question(
        "reach_basis",
        _l("Hva bygger det på?"),
        Kind.TEXT,
        _l("Skriv for eksempel antall følgere eller plakater."),
        limit=150,
        lengths=ONLY_FULL,
    ),
    Question(
        "crowd_plan",
        _l("Plan hvis det blir kø eller dere går tomme"),
        Kind.LONG_TEXT,
        _l("For eksempel kølapp, puljer eller tavle som viser hva som er igjen."),
        limit=300,
        lengths=ONLY_FULL,
        when=_is_crowded,
    ),
    Question(
        "partners",
        _l("Samarbeidspartnere"),
        Kind.PARTNERS,
        _l("Skriv bare dem dere har avtale med, én på hver linje. For eksempel «Deichman Tøyen – lån av lokale»."),
        limit=10,
        lengths=FROM_STANDARD,
        is_optional=True,
    ),
    Question(
        "safety",
        _l("Sikkerhet ved strøm, skarpe ting eller kjemikalier"),
        Kind.LONG_TEXT,
        _l("Hvem passer på, og hva slags utstyr bruker dere?"),
        limit=200,
        lengths=ONLY_FULL,
        is_optional=True,
    ),
    Question(
        "volunteer_hours",
        _l("Frivillige timer"),
        Kind.NUMBER,
        _l("Antall personer ganger timer, omtrent. Dugnad teller som egeninnsats."),
        highest=100_000,
        lengths=FROM_STANDARD,
        is_optional=True,
    ),
)

PERMIT_STATUS = (("needed", _l("Må søkes")), ("applied", _l("Er søkt")), ("granted", _l("Er gitt")))


def permits(application: Application) -> tuple[Question, ...]:
    """One question for each kind of permit in the round."""
    return tuple(_permit(option) for option in application.round.options if option.kind is OptionKind.PERMIT)


def _permit(option: RoundOption) -> Question:
    code = option.code
    lead = _("Søk minst %(days)s dager før.", days=option.lead_days) if option.lead_days else ""

    def read(activity: Activity) -> str | None:
        return next((row["status"] for row in activity.permits if row["code"] == code), None)

    def write(activity: Activity, value: str | None, _at: datetime) -> None:
        others = [row for row in activity.permits if row["code"] != code]
        activity.permits = [*others, {"code": code, "status": value}] if value else others

    return Question(
        PERMIT + code,
        option.name,
        Kind.SELECT,
        lead,
        lengths=FROM_STANDARD,
        is_optional=True,
        choices=fixed(*PERMIT_STATUS),
        attrs={"data-blank": _("Ikke aktuelt")},
        read=read,
        write=write,
    )


SESSION: tuple[Question, ...] = (
    Question("held_on", _l("Dato"), Kind.DATE),
    Question("starts", _l("Fra kl."), Kind.TIME),
    Question("ends", _l("Til kl."), Kind.TIME),
    Question("place", _l("Annet sted?"), Kind.TEXT, limit=80, is_optional=True),
)


BY_KEY: dict[str, Question] = {
    question.key: question
    for page in (THE_ACTIVITY, WHEN_AND_WHERE, THOSE_WHO_COME, THE_PLAN, INCOME, AROUND_THE_BUDGET)
    for question in page
}
ROWS: dict[str, tuple[Question, ...]] = {"s": SESSION, "b": EXPENSE, "g": OTHER_GRANT}
"""The questions of a row, by the letter that its path has: session, expense (budget line), grant from others."""
MOST_ROWS: dict[str, int] = {"s": MOST_SESSIONS, "b": MOST_EXPENSES, "g": MOST_GRANTS}


def find(application: Application, key: str) -> Question | None:
    """The question of an activity by its key, permits of this round included."""
    if key.startswith(PERMIT):
        return next((question for question in permits(application) if question.key == key), None)
    return BY_KEY.get(key)
