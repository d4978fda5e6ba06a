"""Where the money goes: entered by the party, and looked at by a second person unless it is the organisation's first
account in its own name. Account numbers are eleven digits, the last a check digit (mod 11)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload
from stdnum.exceptions import ValidationError
from stdnum.no import kontonr

from app.access import Actor
from app.accounts.models import ApplicantType, Organisation, User
from app.accounts.queries import members
from app.applications.models import Application
from app.audit.actions import record
from app.extensions import db
from app.followup.acceptance import policy
from app.followup.acceptance.models import AccountStatus, PayoutAccount
from app.followup.acceptance.workflow import move
from app.followup.grants.models import Grant
from app.letters.page import mail_text
from app.mail.actions import Draft, queue_all
from app.policy import NotComplete

S = AccountStatus
DIGITS = 11
MOST_LISTED = 200
SEPARATORS = " .\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}-"


@dataclass(frozen=True)
class Typed:
    """An account as the party typed it. `holder` and `reason` are asked for when it is in another name."""

    number: str
    is_own_name: bool | None
    holder: str | None = None
    reason: str | None = None


def enter(organisation: Organisation, typed: Typed, case: str, *, by: User, at: datetime) -> PayoutAccount:
    """Keep the account. The same as the one in use changes nothing. The first in the organisation's own name is in use
    at once; any other waits for a second person, and takes the place of one that waits already.

    `case`: the reference under which it was entered. Raises NotComplete with a sentence for each field.
    """
    policy.can_enter_account(by, organisation)
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    before = accounts_ever([organisation.id])
    number = check(organisation, typed)
    same = next((one for one in before if one.status in LIVE and _is_same(one, number, typed)), None)
    if same is not None:
        return same
    is_first = all(one.status is S.WAITING for one in before)
    for one in before:
        if one.status is S.WAITING:
            move(one, S.REPLACED, by=by)
    made = PayoutAccount(
        organisation=organisation,
        number=number,
        holder=organisation.name if typed.is_own_name else typed.holder or "",
        is_own_name=bool(typed.is_own_name),
        reason=None if typed.is_own_name else typed.reason,
        status=S.CURRENT if is_first and typed.is_own_name else S.WAITING,
        entered_by_id=by.id,
        entered_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record("account_entered", by=by, at=at, case=case, last4=number[-4:], waits=made.status is S.WAITING)
    if not is_first:
        _warn(made, case, by, at)
    return made


LIVE = (S.CURRENT, S.WAITING)


def _is_same(one: PayoutAccount, number: str, typed: Typed) -> bool:
    return (
        one.number == number
        and one.is_own_name == typed.is_own_name
        and (one.is_own_name or one.holder == typed.holder)
    )


def check(organisation: Organisation, typed: Typed) -> str:
    """The eleven digits. Raises NotComplete, with what is wrong by field."""
    number, missing = compact(typed.number), {}
    if wrong := _wrong_number(number) or _wrong_owner(organisation, number, typed):
        missing["number"] = wrong
    informal = organisation.applicant_type is ApplicantType.INFORMAL
    if typed.is_own_name is None:
        missing["is_own_name"] = _("Svar ja eller nei.")
    elif typed.is_own_name and informal:
        missing["is_own_name"] = _("En gruppe uten organisasjonsnummer har ikke egen konto. Skriv hvem som tar imot.")
    if typed.is_own_name is False:
        missing |= {} if typed.holder else {"holder": _("Skriv hvem som eier kontoen.")}
        missing |= {} if typed.reason else {"reason": _("Skriv hvorfor pengene skal dit.")}
    if missing:
        raise NotComplete(_("Kontoen er ikke lagret."), {field: str(sentence) for field, sentence in missing.items()})
    return number


def compact(typed: str) -> str:
    """Without what people put between the digits."""
    return "".join(character for character in typed.strip() if character not in SEPARATORS)


def _wrong_number(number: str) -> str | None:
    if not number:
        return str(_("Skriv kontonummeret."))
    if not (number.isascii() and number.isdigit()):
        return str(_("Et kontonummer har bare tall."))
    if len(number) != DIGITS:
        return str(_("Et kontonummer har 11 siffer. Dere skrev %(count)s.", count=len(number)))
    try:
        kontonr.validate(number)
    except ValidationError:
        return str(_("Kontonummeret finnes ikke. Se etter om et siffer er feil."))
    return None


def _wrong_owner(organisation: Organisation, number: str, typed: Typed) -> str | None:
    """Somebody else's own account is not theirs. Two rows of one organisation number are one organisation."""
    if not typed.is_own_name:
        return None
    theirs = select(PayoutAccount.id).join(PayoutAccount.organisation).where(_is_anothers(organisation, number))
    if db.session.scalar(theirs.limit(1)) is None:
        return None
    return str(
        _(
            "Kontoen tilhører en annen organisasjon hos oss. Se etter om nummeret er riktig. "
            "Skal en annen ta imot pengene for dere, svarer dere nei på neste spørsmål."
        )
    )


def _is_anothers(organisation: Organisation, number: str) -> ColumnElement[bool]:
    other = PayoutAccount.organisation_id != organisation.id
    if organisation.orgnr:
        other &= or_(Organisation.orgnr.is_(None), Organisation.orgnr != organisation.orgnr)
    return (PayoutAccount.number == number) & other & PayoutAccount.is_own_name & PayoutAccount.status.in_(LIVE)


def _warn(made: PayoutAccount, case: str, by: User, at: datetime) -> None:
    """Whoever changes where money goes is seen doing it: every member is told."""
    application = db.session.scalars(select(Application).where(Application.reference == case)).one()
    of_round = application.round
    subject, body = mail_text(
        "emails/account_changed.txt",
        "nb",
        reference=case,
        organisation=made.organisation.name,
        last4=made.number[-4:],
        name=by.name,
        unit=of_round.owner_unit,
        municipality=of_round.municipality,
        phone=of_round.contact_phone,
        email=of_round.contact_email,
    )
    told = members(made.organisation_id)
    queue_all([Draft(f"account:{made.public_id}:{one.id}", one.email, subject, body, case) for one in told], at)


def settle(account: PayoutAccount, is_confirmed: bool, how: str, *, by: User, at: datetime) -> None:
    """A second person confirms, saying how it was checked, or refuses, saying why. The one in use before gives way."""
    policy.can_settle_account(by, account)
    if is_confirmed:
        for one in accounts_ever([account.organisation_id]):
            if one.status is S.CURRENT:
                move(one, S.REPLACED, by=by)
        db.session.flush()
    move(account, S.CURRENT if is_confirmed else S.REFUSED, by=by)
    account.settled_by_id, account.settled_at, account.settled_how = by.id, at, how
    case = case_of(account.organisation_id)
    record("account_settled", by=by, at=at, case=case, last4=account.number[-4:], status=account.status)


def came_back(account: PayoutAccount, why: str, *, by: User, at: datetime) -> None:
    """The bank sent the money back: the account is not used again, and the party is asked for another."""
    if account.status is not S.CURRENT:
        return
    move(account, S.REFUSED, by=by)
    account.settled_how = why[: PayoutAccount.REASON_LENGTH]
    case = case_of(account.organisation_id)
    record("account_settled", by=by, at=at, case=case, last4=account.number[-4:], status=account.status)


def case_of(organisation_id: int) -> str | None:
    """The organisation's newest case with a grant: where what happens to its account is told."""
    newest = select(Application.reference).join(Grant, Grant.application_id == Application.id)
    return db.session.scalar(
        newest.where(Application.organisation_id == organisation_id).order_by(Grant.id.desc()).limit(1)
    )


def accounts_ever(organisation_ids: Sequence[int]) -> Sequence[PayoutAccount]:
    """Every account the organisations have given, the newest first. One statement."""
    found = select(PayoutAccount).where(PayoutAccount.organisation_id.in_(organisation_ids))
    return db.session.scalars(found.order_by(PayoutAccount.id.desc())).all()


def live_accounts(organisation_ids: Collection[int]) -> Sequence[PayoutAccount]:
    """Those that wait and those in use, the newest first. One statement."""
    found = select(PayoutAccount).where(
        PayoutAccount.organisation_id.in_(organisation_ids), PayoutAccount.status.in_(LIVE)
    )
    return db.session.scalars(found.order_by(PayoutAccount.id.desc())).all()


def live_account(organisation_id: int) -> PayoutAccount | None:
    """The one that waits, or else the one in use: what the party has told us last. Any other was refused or is old."""
    found = live_accounts([organisation_id])
    return next((one for one in found if one.status is S.WAITING), found[0] if found else None)


def _whole() -> Select[PayoutAccount]:
    return select(PayoutAccount).options(
        joinedload(PayoutAccount.organisation, innerjoin=True),
        joinedload(PayoutAccount.entered_by, innerjoin=True),
        joinedload(PayoutAccount.settled_by),
    )


def waiting() -> Sequence[PayoutAccount]:
    """Those that a second person has to look at, the oldest first. One statement."""
    found = _whole().where(PayoutAccount.status == S.WAITING).order_by(PayoutAccount.id).limit(MOST_LISTED)
    return db.session.scalars(found).unique().all()


def lately_settled() -> Sequence[PayoutAccount]:
    """The newest twenty that somebody looked at. One statement."""
    found = _whole().where(PayoutAccount.settled_at.is_not(None)).order_by(PayoutAccount.settled_at.desc()).limit(20)
    return db.session.scalars(found).unique().all()


def waiting_account(public_id: str) -> PayoutAccount:
    """Locked, for whoever settles it. Raises NoResultFound."""
    found = _whole().where(PayoutAccount.public_id == public_id)
    return db.session.scalars(found.with_for_update(of=PayoutAccount)).unique().one()


def shared_with(accounts: Sequence[PayoutAccount]) -> dict[str, list[str]]:
    """Account number → the names of the organisations that have given it, where there are several. One statement."""
    rows = db.session.execute(
        select(PayoutAccount.number, Organisation.name)
        .join(PayoutAccount.organisation)
        .where(PayoutAccount.number.in_([one.number for one in accounts]), PayoutAccount.status.in_(LIVE))
        .distinct()
        .order_by(Organisation.name)
    )
    found: dict[str, list[str]] = {}
    for number, name in rows:
        found.setdefault(number, []).append(name)
    return {number: names for number, names in found.items() if len(names) > 1}


def masked(number: str, reader: Actor | None = None) -> str:
    """«•••• •• •4561»; whole for finance, who pays to it: «1234 56 78903»."""
    shown = number if reader is not None and policy.sees_numbers(reader) else f"{'•' * 7}{number[-4:]}"
    return f"{shown[:4]} {shown[4:6]} {shown[6:]}"
