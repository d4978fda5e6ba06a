"""What an application lacks before it can be sent, and what the scheme does not support (domain.md 2.2-2.4).

What is missing stops the sending. What is not supported is warned about: it may be sent once the warning is read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.applications import queries
from app.applications.asked_of_activity import THE_ACTIVITY, THE_PLAN, THOSE_WHO_COME, WHEN_AND_WHERE
from app.applications.asked_of_applicant import ABOUT_YOU, MORE_ABOUT_YOU
from app.applications.asked_of_budget import AROUND_THE_BUDGET
from app.applications.budget import balance
from app.applications.models import Activity, ActivitySession, Application, BudgetLine, BudgetSide
from app.applications.paths import activity_path
from app.applications.questions import Kind, Question
from app.applications.tiers import application_length, form_length
from app.applications.worklist import plain
from app.formatting import full_day, kroner
from app.rounds.models import FormLength, Round

SIMILAR = 0.8
"""From this share of common letters two titles are taken for the same activity."""


@dataclass(frozen=True)
class Lack:
    """Something that must be filled in. `path` is the question's, as paths.py makes them; `number` that of the
    activity it belongs to (1, 2, … in order)."""

    path: str
    sentence: str
    number: int | None = None


@dataclass(frozen=True)
class Unsupported:
    """A warning. `code` is that of the formal check that will be red; `activity` as `number` above."""

    code: str
    sentence: str
    activity: int | None = None


@dataclass(frozen=True)
class Duplicate:
    """A sent case that looks like the same activity. `reference` only where the reader may see it."""

    sentence: str
    reference: str | None


SENTENCES: dict[str, str] = {
    "contact_name": _l("Skriv navnet på kontaktpersonen."),
    "contact_email": _l("Skriv e-postadressen til kontaktpersonen."),
    "contact_phone": _l("Skriv telefonnummeret til kontaktpersonen."),
    "second_contact_email": _l("Skriv e-postadressen til én person til."),
    "about": _l("Skriv kort om dere."),
    "is_first_time": _l("Svar på om det er første gang dere søker."),
    "has_other_municipal": _l("Svar på om dere søker eller får penger til det samme fra kommunen."),
    "de_minimis_nok": _l("Skriv summen av bagatellmessig støtte de siste tre årene, eller 0."),
    "de_minimis_confirmed": _l("Kryss av for at summen stemmer."),
    "title": _l("Skriv hva aktiviteten heter."),
    "public_text": _l("Skriv en kort tekst til programmet."),
    "description": _l("Skriv hva dere skal gjøre."),
    "learn": _l("Skriv hva folk skal kunne etterpå."),
    "visible_offer": _l("Skriv hvilket tilbud dere viser fram."),
    "category": _l("Velg tema."),
    "activity_types": _l("Velg hva slags aktivitet det er."),
    "goals": _l("Velg hvilke mål dere bidrar til."),
    "is_pilot": _l("Svar på om dette er en prøve."),
    "scale_plan": _l("Skriv hvordan prøven kan vokse."),
    "venue_name": _l("Skriv hvor aktiviteten er."),
    "address": _l("Skriv adressen."),
    "postal_code": _l("Skriv postnummeret."),
    "is_indoor": _l("Svar på om aktiviteten er inne eller ute."),
    "district_code": _l("Velg bydel."),
    "is_free": _l("Svar på om aktiviteten er gratis for dem som kommer."),
    "is_open": _l("Svar på om aktiviteten er åpen for alle."),
    "is_alcohol_free": _l("Svar på om arrangementet er alkoholfritt."),
    "audience": _l("Velg hvem aktiviteten er for."),
    "expected_participants": _l("Skriv hvor mange dere tror kommer."),
    "expected_reach": _l("Skriv hvor mange som ser at dere finnes."),
    "reach_basis": _l("Skriv hva anslaget bygger på."),
    "signup": _l("Velg om folk må melde seg på."),
    "is_for_children": _l("Svar på om det er aktiviteter for barn."),
    "crowd_plan": _l("Skriv hva dere gjør hvis det blir kø eller dere går tomme."),
    "logo_confirmed": _l("Kryss av for at dere viser at kommunen støtter dere."),
    "sought_nok": _l("Velg hvor mye dere søker om."),
    "less_plan": _l("Skriv hva dere dropper hvis dere får mindre."),
    "recovers_vat": _l("Svar på om dere får igjen merverdiavgiften."),
}
"""What to do about a question that has no answer. Which questions are asked of whom, the questions know themselves."""

OF_APPLICANT = (*ABOUT_YOU, *MORE_ABOUT_YOU)
OF_ACTIVITY = tuple(
    question
    for question in (*THE_ACTIVITY, *WHEN_AND_WHERE, *THOSE_WHO_COME, *THE_PLAN, *AROUND_THE_BUDGET)
    if question.key != "session_count"
)


def missing(application: Application) -> list[Lack]:
    """Everything that must be filled in before the application can be sent, in the order of the form."""
    length = application_length(application)
    lacks = [Lack(key, sentence) for key, sentence in _unanswered(OF_APPLICANT, application, None, length)]
    if application.has_other_municipal and not any(row.get("giver") for row in application.other_municipal):
        lacks.append(Lack("other1_giver", _("Skriv hvem i kommunen dere søker eller får penger fra.")))
    most = application.round.max_activities
    if not application.activities:
        lacks.append(Lack("activities", _("Legg til minst én aktivitet.")))
    elif len(application.activities) > most:
        lacks.append(Lack("activities", _("En søknad kan ha høyst %(count)s aktiviteter.", count=most)))
    for number, activity in enumerate(application.activities, start=1):
        lacks += _activity_lacks(activity, application, number)
    return lacks


def _activity_lacks(activity: Activity, application: Application, number: int) -> list[Lack]:
    of_round = application.round
    length = form_length(of_round, activity.sought_nok)
    found = [
        *_unanswered(OF_ACTIVITY, application, activity, length),
        *_session_lacks(activity),
        *_amount_lacks(activity, of_round),
        *_expense_lacks(activity, length),
    ]
    return [Lack(f"{activity_path(activity)}.{key}", sentence, number) for key, sentence in found]


def _unanswered(
    questions: Iterable[Question], application: Application, activity: Activity | None, length: FormLength
) -> Iterator[tuple[str, str]]:
    thing = activity or application
    for question in questions:
        if question.is_optional or not question.is_asked(application, activity, length):
            continue
        if _is_shown(question, thing) and _is_empty(question, thing):
            yield question.key, str(SENTENCES.get(question.key, _("Svar på «%(label)s».", label=question.label)))


def _is_shown(question: Question, thing: Application | Activity) -> bool:
    """A question that follows another is asked only after that one's answer."""
    if question.shown_by is None:
        return True
    other, answer = question.shown_by
    return bool(getattr(thing, other)) == (answer == "yes")


def _is_empty(question: Question, thing: Application | Activity) -> bool:
    """«Nei» answers a question; an unticked confirmation does not."""
    value = question.value_of(thing)
    return not value if question.kind is Kind.CONFIRM else value in (None, "", [])


def is_empty_session(session: ActivitySession) -> bool:
    """A row of the form that nobody has written in."""
    return not (session.held_on or session.starts or session.ends or session.place)


def is_empty_line(line: BudgetLine) -> bool:
    """The same of the budget; a group that is chosen, and nothing else, says nothing."""
    return not (line.amount_nok or line.text)


def _session_lacks(activity: Activity) -> Iterator[tuple[str, str]]:
    sessions = [session for session in activity.sessions if not is_empty_session(session)]
    if not sessions:
        yield "s1.held_on", _("Skriv når aktiviteten er.")
    for session in sessions:
        row = f"s{session.position}"
        if not session.held_on:
            yield f"{row}.held_on", _("Skriv dato for hver økt.")
        elif not (session.starts and session.ends):
            yield f"{row}.starts", _("Skriv start og slutt for hver økt.")
        elif session.starts >= session.ends:
            yield f"{row}.ends", _("En økt må slutte etter at den har startet.")


def _amount_lacks(activity: Activity, of_round: Round) -> Iterator[tuple[str, str]]:
    sought = activity.sought_nok or 0
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
    elif sought and not of_round.allows_amounts_between and sought not in {row.amount_nok for row in of_round.tiers}:
        yield "sought_nok", _("Velg ett av beløpene i runden.")
    if of_round.requires_own_share and not activity.own_funds_nok:
        yield "own_funds_nok", _("Skriv hvor mye dere legger inn selv. Runden krever egne midler.")


def _expense_lacks(activity: Activity, length: FormLength) -> Iterator[tuple[str, str]]:
    expenses = [line for line in activity.budget_lines if line.side is BudgetSide.EXPENSE and not is_empty_line(line)]
    if not expenses:
        yield "b1.amount_nok", _("Skriv hva pengene skal brukes til.")
    for line in expenses:
        row = f"b{line.position}"
        if not line.amount_nok:
            yield f"{row}.amount_nok", _("Skriv beløp for hver utgift.")
        elif not line.group_code:
            yield f"{row}.group_code", _("Velg gruppe for hver utgift.")
        elif not line.text and (line.group_code == "other" or length is not FormLength.SHORT):
            yield f"{row}.text", _("Skriv hva hver utgift er.")


def warnings(application: Application) -> list[Unsupported]:
    """All that the scheme does not support, over all activities."""
    return [
        replace(found, activity=number)
        for number, activity in enumerate(application.activities, start=1)
        for found in unsupported(activity, application.round)
    ]


def unsupported(activity: Activity, of_round: Round) -> list[Unsupported]:
    """What the scheme does not support in one activity, each with its sentence to the applicant."""
    rules = [_entry_fee, _closed, _alcohol, _outside_week, _sales, _unbalanced]
    return [Unsupported(code, sentence) for rule in rules for code, sentence in rule(activity, of_round)]


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
