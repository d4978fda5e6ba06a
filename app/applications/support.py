"""What an application lacks before it can be sent, and what the scheme does not support (domain.md 2.2-2.4).

What is missing stops the sending. What is not supported is warned about: it may be sent once the warning is read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import ApplicantType
from app.applications import queries
from app.applications.budget import balance
from app.applications.models import Activity, Application, BudgetSide
from app.applications.tiers import LENGTHS, application_length, form_length
from app.applications.worklist import plain
from app.formatting import full_day, kroner
from app.rounds.models import FormLength, Round

SHORT, STANDARD, FULL = FormLength.SHORT, FormLength.STANDARD, FormLength.FULL
SIMILAR = 0.8
"""From this share of common letters two titles are taken for the same activity."""
CROWD = 150
"""From more participants than this the full form asks for a plan when it gets crowded."""


@dataclass(frozen=True)
class Lack:
    """Something that must be filled in. `activity` is the position of the activity it belongs to."""

    field: str
    sentence: str
    activity: int | None = None

    @property
    def key(self) -> str:
        """The field's name on the page where everything is seen."""
        return self.field if self.activity is None else f"activity-{self.activity}-{self.field}"


@dataclass(frozen=True)
class Unsupported:
    """A warning. `code` is that of the formal check that will be red."""

    code: str
    sentence: str
    activity: int | None = None


@dataclass(frozen=True)
class Duplicate:
    """A sent case that looks like the same activity. `reference` only where the reader may see it."""

    sentence: str
    reference: str | None


# field, the shortest form that asks for it, what to do
OF_APPLICATION: list[tuple[str, FormLength, str]] = [
    ("contact_name", SHORT, _l("Skriv navnet på kontaktpersonen.")),
    ("contact_email", SHORT, _l("Skriv e-postadressen til kontaktpersonen.")),
    ("contact_phone", SHORT, _l("Skriv telefonnummeret til kontaktpersonen.")),
    ("second_contact_email", STANDARD, _l("Skriv e-postadressen til én person til.")),
    ("about", STANDARD, _l("Skriv kort om dere.")),
    ("is_first_time", SHORT, _l("Svar på om det er første gang dere søker.")),
    ("has_other_municipal", STANDARD, _l("Svar på om dere søker eller får penger til det samme fra kommunen.")),
]
OF_ACTIVITY: list[tuple[str, FormLength, str]] = [
    ("title", SHORT, _l("Skriv hva aktiviteten heter.")),
    ("public_text", SHORT, _l("Skriv en kort tekst til programmet.")),
    ("description", SHORT, _l("Skriv hva dere skal gjøre.")),
    ("learn", STANDARD, _l("Skriv hva folk skal kunne etterpå.")),
    ("visible_offer", FULL, _l("Skriv hvilket tilbud dere viser fram.")),
    ("category_id", SHORT, _l("Velg tema.")),
    ("activity_types", SHORT, _l("Velg hva slags aktivitet det er.")),
    ("goals", STANDARD, _l("Velg hvilke mål dere bidrar til.")),
    ("is_pilot", FULL, _l("Svar på om dette er en prøve.")),
    ("district_code", SHORT, _l("Velg bydel.")),
    ("is_free", SHORT, _l("Svar på om aktiviteten er gratis for dem som kommer.")),
    ("is_open", SHORT, _l("Svar på om aktiviteten er åpen for alle.")),
    ("audience", STANDARD, _l("Velg hvem aktiviteten er for.")),
    ("expected_reach", FULL, _l("Skriv hvor mange som ser at dere finnes.")),
    ("reach_basis", FULL, _l("Skriv hva anslaget bygger på.")),
    ("signup", STANDARD, _l("Velg om folk må melde seg på.")),
    ("is_for_children", STANDARD, _l("Svar på om det er aktiviteter for barn.")),
    ("logo_confirmed", SHORT, _l("Kryss av for at dere viser at kommunen støtter dere.")),
    ("sought_nok", SHORT, _l("Velg hvor mye dere søker om.")),
    ("less_plan", STANDARD, _l("Skriv hva dere dropper hvis dere får mindre.")),
]
AT_A_PLACE: list[tuple[str, FormLength, str]] = [
    ("venue_name", SHORT, _l("Skriv hvor aktiviteten er.")),
    ("address", SHORT, _l("Skriv adressen.")),
    ("postal_code", SHORT, _l("Skriv postnummeret.")),
    ("is_indoor", SHORT, _l("Svar på om aktiviteten er inne eller ute.")),
    ("expected_participants", SHORT, _l("Skriv hvor mange dere tror kommer.")),
]


def missing(application: Application) -> list[Lack]:
    """Everything that must be filled in before the application can be sent, in the order of the form."""
    lacks = list(_empty(application, OF_APPLICATION, application_length(application), None))
    lacks += _applicant_lacks(application)
    if not application.activities:
        lacks.append(Lack("activities", _("Legg til minst én aktivitet.")))
    for activity in application.activities:
        lacks += activity_missing(activity, application.round)
    return lacks


def activity_missing(activity: Activity, of_round: Round) -> list[Lack]:
    """The same for one activity."""
    length, position = form_length(of_round, activity.sought_nok), activity.position
    lacks = list(_empty(activity, OF_ACTIVITY, length, position))
    if not activity.is_digital:
        lacks += _empty(activity, AT_A_PLACE, length, position)
    rules: list[Callable[[Activity, Round, FormLength], Iterator[tuple[str, str]]]] = [
        _session_lacks,
        _follow_up_lacks,
        _amount_lacks,
        _expense_lacks,
    ]
    lacks += [Lack(field, sentence, position) for rule in rules for field, sentence in rule(activity, of_round, length)]
    return lacks


def _empty(
    thing: Application | Activity, required: list[tuple[str, FormLength, str]], length: FormLength, position: int | None
) -> Iterator[Lack]:
    for field, shortest, sentence in required:
        if LENGTHS.index(length) < LENGTHS.index(shortest):
            continue
        if getattr(thing, field) in (None, "", [], False) and not _is_answered_no(thing, field):
            yield Lack(field, str(sentence), position)


def _is_answered_no(thing: Application | Activity, field: str) -> bool:
    """«Nei» answers a question; an unticked confirmation does not."""
    return getattr(thing, field) is False and field != "logo_confirmed"


def _applicant_lacks(application: Application) -> Iterator[Lack]:
    if application.has_other_municipal and not any(row.get("giver") for row in application.other_municipal):
        yield Lack("other_municipal", _("Skriv hvem i kommunen dere søker eller får penger fra."))
    if application.organisation.applicant_type is ApplicantType.BUSINESS:
        if application.de_minimis_nok is None:
            yield Lack("de_minimis_nok", _("Skriv summen av bagatellmessig støtte de siste tre årene, eller 0."))
        if not application.de_minimis_confirmed:
            yield Lack("de_minimis_confirmed", _("Kryss av for at summen stemmer."))
    if len(application.activities) > application.round.max_activities:
        yield Lack(
            "activities", _("En søknad kan ha høyst %(count)s aktiviteter.", count=application.round.max_activities)
        )


def _session_lacks(activity: Activity, _round: Round, _length: FormLength) -> Iterator[tuple[str, str]]:
    if not activity.sessions:
        yield "sessions", _("Skriv når aktiviteten er.")
    elif any(not (row.held_on and row.starts and row.ends) for row in activity.sessions):
        yield "sessions", _("Skriv dato, start og slutt for hver økt.")
    elif any(row.starts and row.ends and row.starts >= row.ends for row in activity.sessions):
        yield "sessions", _("En økt må slutte etter at den har startet.")


def _follow_up_lacks(activity: Activity, of_round: Round, length: FormLength) -> Iterator[tuple[str, str]]:
    if of_round.requires_alcohol_free and activity.is_alcohol_free is None:
        yield "is_alcohol_free", _("Svar på om arrangementet er alkoholfritt.")
    if length is not FULL:
        return
    if activity.is_pilot and not activity.scale_plan:
        yield "scale_plan", _("Skriv hvordan prøven kan vokse.")
    if (activity.expected_participants or 0) > CROWD and not activity.crowd_plan:
        yield "crowd_plan", _("Skriv hva dere gjør hvis det blir kø eller dere går tomme.")


def _amount_lacks(activity: Activity, of_round: Round, _length: FormLength) -> Iterator[tuple[str, str]]:
    sought = activity.sought_nok
    if sought is None:
        return
    if sought > of_round.max_activity_nok:
        yield (
            "sought_nok",
            _(
                "Dere kan søke om høyst %(cap)s per aktivitet, og har søkt om %(sought)s.",
                cap=kroner(of_round.max_activity_nok),
                sought=kroner(sought),
            ),
        )
    elif sought % of_round.step_nok:
        yield "sought_nok", _("Beløpet må gå opp i hele %(step)s.", step=kroner(of_round.step_nok))
    elif not of_round.allows_amounts_between and sought not in {tier.amount_nok for tier in of_round.tiers}:
        yield "sought_nok", _("Velg ett av beløpene i runden.")
    if of_round.requires_own_share and not activity.own_funds_nok:
        yield "own_funds_nok", _("Skriv hvor mye dere legger inn selv. Runden krever egne midler.")


def _expense_lacks(activity: Activity, _round: Round, length: FormLength) -> Iterator[tuple[str, str]]:
    expenses = [line for line in activity.budget_lines if line.side is BudgetSide.EXPENSE]
    if not any(line.amount_nok for line in expenses):
        yield "budget", _("Skriv hva pengene skal brukes til.")
    elif any(line.amount_nok and not line.group_code for line in expenses):
        yield "budget", _("Velg gruppe for hver utgift.")
    elif any(
        line.amount_nok and not line.text and (line.group_code == "other" or length is not SHORT) for line in expenses
    ):
        yield "budget", _("Skriv hva hver utgift er.")


def warnings(application: Application) -> list[Unsupported]:
    """All that the scheme does not support, over all activities."""
    return [found for activity in application.activities for found in unsupported(activity, application.round)]


def unsupported(activity: Activity, of_round: Round) -> list[Unsupported]:
    """What the scheme does not support in one activity, each with its sentence to the applicant."""
    rules = [_entry_fee, _closed, _alcohol, _outside_week, _sales, _unbalanced]
    return [
        Unsupported(code, sentence, activity.position) for rule in rules for code, sentence in rule(activity, of_round)
    ]


def _entry_fee(activity: Activity, of_round: Round) -> Iterator[tuple[str, str]]:
    if of_round.requires_free_entry and activity.is_free is False:
        yield (
            "free_entry",
            _("Aktiviteten er ikke gratis. Ordningen støtter bare det som er gratis for dem som kommer."),
        )


def _closed(activity: Activity, of_round: Round) -> Iterator[tuple[str, str]]:
    if of_round.requires_open_to_all and activity.is_open is False:
        yield "open_to_all", _("Aktiviteten er ikke åpen for alle. Ordningen støtter bare åpne aktiviteter.")


def _alcohol(activity: Activity, of_round: Round) -> Iterator[tuple[str, str]]:
    if of_round.requires_alcohol_free and activity.is_alcohol_free is False:
        yield "alcohol_free", _("Arrangementet er ikke alkoholfritt. Ordningen støtter bare alkoholfrie arrangementer.")


def _outside_week(activity: Activity, of_round: Round) -> Iterator[tuple[str, str]]:
    days = sorted({row.held_on for row in activity.sessions if row.held_on and not _within(row.held_on, of_round)})
    if days:
        yield (
            "within_week",
            _(
                "Aktiviteten skjer utenfor uka (%(days)s). Ordningen støtter aktiviteter fra %(first)s til %(last)s.",
                days=", ".join(full_day(day) for day in days),
                first=full_day(of_round.week_starts_on),
                last=full_day(of_round.week_ends_on),
            ),
        )


def _within(day: date, of_round: Round) -> bool:
    return of_round.week_starts_on <= day <= of_round.week_ends_on


def _sales(activity: Activity, of_round: Round) -> Iterator[tuple[str, str]]:
    if activity.sales_nok and not of_round.allows_sales_income:
        yield "free_entry", _("Budsjettet har inntekter fra salg eller egenandel. Det støtter ikke ordningen.")


def _unbalanced(activity: Activity, _round: Round) -> Iterator[tuple[str, str]]:
    difference = balance(activity).difference_nok
    if difference > 0:
        yield "budget_balances", _("Det mangler %(amount)s på inntektssiden i budsjettet.", amount=kroner(difference))
    elif difference < 0:
        yield (
            "budget_balances",
            _("Inntektene er %(amount)s høyere enn utgiftene i budsjettet.", amount=kroner(-difference)),
        )


def duplicates(application: Application, user_organisations: set[int]) -> list[Duplicate]:
    """Sent cases of the same applicant (or of another with the same number) with a title like one of these.

    Another organisation's case is told of without its contents, unless the reader belongs to it.
    """
    titles = [plain(activity.title or "") for activity in application.activities]
    found: dict[str, Duplicate] = {}
    for reference, title, organisation_id in queries.sent_by_same_applicant(application):
        if any(_similar(plain(title), own) for own in titles if own):
            found[reference] = _duplicate(reference, title, is_own=organisation_id in user_organisations)
    return list(found.values())


def _duplicate(reference: str, title: str, *, is_own: bool) -> Duplicate:
    if is_own:
        return Duplicate(
            _("Dere har alt sendt en søknad som likner: %(reference)s, %(title)s.", reference=reference, title=title),
            reference,
        )
    return Duplicate(_("En annen med samme organisasjonsnummer har sendt en søknad som likner på denne."), None)


def _similar(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= SIMILAR
