"""Who may ask for more, answer, give more time and stop waiting, and when. Order: who, then when, then whether it is
complete (domain.md 4.1, T7-T9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from app.access import Actor, Role
from app.accounts.queries import is_member
from app.applications.models import Application, Status
from app.applications.workflow import LABELS
from app.casework.supplements.models import Supplement, SupplementItem
from app.casework.supplements.wording import weekday
from app.clock import local
from app.law.deadlines import holiday_name
from app.policy import NotComplete, NotNow, NotPermitted
from app.review.policy import can_read

MOST_ROUNDS = 2
MOST_ITEMS = 12
FEWEST_DAYS, MOST_DAYS = 7, 60
SATURDAY = 5


@dataclass(frozen=True)
class Asked:
    """One thing to ask for. `key` names its fields in the form; `check` and `activity_id` the finding behind it."""

    key: str
    asked: str
    why: str = ""
    check: str | None = None
    activity_id: int | None = None


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and holiday_name(day) is None


def first_working(day: date) -> date:
    """This day, or the working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def first_possible(today: date, days: int = FEWEST_DAYS) -> date:
    """The first working day at least that many days from today, and never fewer than seven."""
    return first_working(today + timedelta(days=max(days, FEWEST_DAYS)))


def lack_of_deadline(due_on: date | None, today: date, *, soonest: date | None = None) -> str | None:
    """What is wrong with a deadline, or None. `soonest` is the first day that will do; seven days from today else."""
    soonest = soonest or today + timedelta(days=FEWEST_DAYS)
    if due_on is None:
        return str(_("Velg en dato."))
    if due_on < soonest:
        return str(_("Fristen kan tidligst være %(day)s.", day=weekday(first_working(soonest))))
    if due_on > today + timedelta(days=MOST_DAYS):
        return str(_("Fristen kan være høyst %(days)s dager fram i tid.", days=MOST_DAYS))
    name = holiday_name(due_on)
    if name:
        return str(_("%(day)s er %(name)s. Velg en arbeidsdag.", day=_capital(weekday(due_on)), name=name))
    if not is_working_day(due_on):
        return str(_("%(day)s er i en helg. Velg en arbeidsdag.", day=_capital(weekday(due_on))))
    return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_handler(by: Actor, application: Application) -> None:
    if Role.CASE_HANDLER not in by.roles:
        raise NotPermitted(_("Bare saksbehandlere kan be søkeren om opplysninger."))
    can_read(by, application)


def _speaks_for(by: Actor, application: Application) -> None:
    if Role.APPLICANT not in by.roles or by.actor_id is None or not is_member(by.actor_id, application.organisation_id):
        raise NotPermitted(_("Bare de som hører til %(name)s, kan gjøre dette.", name=application.organisation.name))


def can_ask(by: Actor, application: Application, earlier: Sequence[Supplement]) -> None:
    """An impartial case handler, in the formal check, and not a third time."""
    _is_handler(by, application)
    if application.status is Status.SUPPLEMENT:
        raise NotNow(_("Vi venter alt på svar fra søkeren."))
    if application.status is not Status.SCREENING:
        status = LABELS[application.status].staff
        raise NotNow(
            _("Saken har status «%(status)s». Opplysninger kan hentes inn i den formelle kontrollen.", status=status)
        )
    if len(earlier) >= MOST_ROUNDS:
        raise NotNow(_("Søkeren er spurt to ganger. Behandle saken på det dere har."))


def can_request(
    by: Actor,
    application: Application,
    earlier: Sequence[Supplement],
    items: Sequence[Asked],
    due_on: date | None,
    at: datetime,
) -> None:
    """As `can_ask`, with something to ask and time to answer it."""
    can_ask(by, application, earlier)
    missing = {}
    if not items:
        missing["items"] = str(_("Velg eller skriv minst ett punkt."))
    elif len(items) > MOST_ITEMS:
        missing["items"] = str(_("Be om høyst %(most)s ting om gangen.", most=MOST_ITEMS))
    for item in items:
        wrong = {
            f"{item.key}-asked": _lack_of_text(item.asked, SupplementItem.ASKED_LENGTH, is_needed=True),
            f"{item.key}-why": _lack_of_text(item.why, SupplementItem.WHY_LENGTH),
        }
        missing |= {name: lack for name, lack in wrong.items() if lack}
    lack = lack_of_deadline(due_on, local(at).date())
    if lack:
        missing["due_on"] = lack
    if missing:
        raise NotComplete(_("Ingenting er sendt. Noe mangler."), missing)


def _lack_of_text(text: str, most: int, *, is_needed: bool = False) -> str | None:
    if is_needed and not text.strip():
        return str(_("Skriv hva søkeren skal svare på."))
    if len(text) > most:
        return _too_long(most)
    return str(_("Fyll ut det som står i «{{ }}».")) if _is_unfilled(text) else None


def _is_unfilled(text: str) -> bool:
    return "{{" in text or "}}" in text


def _too_long(most: int) -> str:
    return str(_("Skriv kortere: høyst %(max)d tegn.", max=most))


def _is_waiting(supplement: Supplement) -> None:
    """The sentences are for whoever answers or handles: who closed it, and when."""
    if supplement.is_waiting and supplement.application.status is Status.SUPPLEMENT:
        return
    if supplement.is_waiting:
        raise NotNow(_("Søknaden er trukket."))
    if supplement.is_answered:
        assert supplement.closed_at is not None
        name, closed = supplement.closed_by_name, weekday(local(supplement.closed_at).date())
        raise NotNow(_("Svarene er alt sendt: %(name)s, %(day)s.", name=name, day=closed))
    raise NotNow(over(supplement))


def over(supplement: Supplement) -> str:
    """To the applicant, who is too late."""
    of_round = supplement.application.round
    return str(
        _(
            "Fristen var %(day)s, og vi behandler nå søknaden slik den er. "
            "Ring %(phone)s eller skriv til %(email)s hvis noe er viktig.",
            day=weekday(supplement.due_on),
            phone=of_round.contact_phone,
            email=of_round.contact_email,
        )
    )


def can_write(by: Actor, supplement: Supplement, at: datetime) -> None:
    """A member of the applicant, until the last day is over by the server's clock."""
    _speaks_for(by, supplement.application)
    _is_waiting(supplement)
    if local(at).date() > supplement.due_on:
        raise NotNow(over(supplement))


def can_answer(by: Actor, supplement: Supplement, at: datetime) -> None:
    """As `can_write`, with an answer to every question."""
    can_write(by, supplement, at)
    _is_whole(supplement)


def _is_whole(supplement: Supplement) -> None:
    missing = {f"item-{item.position}": lack for item in supplement.items if (lack := _lack(item))}
    if missing:
        raise NotComplete(_("Svarene er ikke sendt. Noe mangler."), missing)


def _lack(item: SupplementItem) -> str | None:
    if item.has_not and item.files:
        return str(_("Dere har lagt ved en fil. Ta bort krysset, eller fjern filen."))
    if item.has_not or item.files or (item.answer or "").strip():
        return None
    return str(_("Skriv et svar, legg ved en fil, eller kryss av for «Dette har vi ikke»."))


def can_handle(by: Actor, supplement: Supplement) -> None:
    """An impartial case handler, while the case waits: also after the last day, until the case has gone on."""
    _is_handler(by, supplement.application)
    _is_waiting(supplement)


def can_register(by: Actor, supplement: Supplement) -> None:
    """What came by phone, e-mail or post, with something written down for every question."""
    can_handle(by, supplement)
    _is_whole(supplement)


def can_extend(by: Actor, supplement: Supplement, due_on: date | None, reason: str, at: datetime) -> None:
    """More time, given before the time is out, for a reason."""
    can_handle(by, supplement)
    today = local(at).date()
    if today > supplement.due_on:
        raise NotNow(_("Fristen er ute og kan ikke forlenges. Registrer svaret, eller la saken gå videre."))
    missing = {}
    wrong = lack_of_deadline(due_on, today, soonest=supplement.due_on + timedelta(days=1))
    if wrong:
        missing["due_on"] = wrong
    if not reason.strip():
        missing["reason"] = str(_("Skriv kort hvorfor."))
    elif len(reason) > Supplement.REASON_LENGTH:
        missing["reason"] = _too_long(Supplement.REASON_LENGTH)
    if missing:
        raise NotComplete(_("Fristen er ikke endret."), missing)


def can_end(by: Actor, supplement: Supplement, reason: str) -> None:
    """Stop waiting before the time is out, for a reason: the case goes on as it is."""
    can_handle(by, supplement)
    if not reason.strip():
        raise NotComplete(_("Vi venter fortsatt på svar."), {"end_reason": str(_("Skriv kort hvorfor."))})
    if len(reason) > Supplement.REASON_LENGTH:
        raise NotComplete(_("Vi venter fortsatt på svar."), {"end_reason": _too_long(Supplement.REASON_LENGTH)})
