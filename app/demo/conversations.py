"""What has been said on two of the cases, something others have told, and two organisations that may be one."""

from datetime import timedelta

from app.accounts import merging
from app.accounts.merger_models import MergerKind
from app.accounts.models import User
from app.applications.models import Application
from app.casework.conversation import actions as conversing
from app.casework.conversation import noting
from app.clock import local
from app.config import public_url
from app.demo.handling import Staff
from app.extensions import db
from app.law.deadlines import working_days_after

ASKED, DISCUSSED = "S26-005", "S26-024"
TWICE = ("S26-013", "S26-012")


def play(cases: dict[str, Application], anne: User, staff: Staff) -> None:
    """A question with its answer on a case that Anne follows; notes, a question to us and word from a neighbour on
    another; and an applicant that stands there twice."""
    _ask(cases[ASKED], anne, staff.ingrid)
    _discuss(cases[DISCUSSED], staff.jonas)
    _propose(*(cases[code] for code in TWICE), by=staff.ingrid)


def _link(path: str, case: Application) -> str:
    return public_url() + path.format(case.reference)


OWN, THEIRS = "/soknader/{}/meldinger", "/staff/cases/{}/conversation"


def _ask(case: Application, anne: User, ingrid: User) -> None:
    at = case.round.closes_at + timedelta(days=2, hours=11)
    text = "Hei! Er verkstedet åpent for andre enn elevene ved skolen? Skriv gjerne hvordan dere gjør det kjent."
    due = working_days_after(local(at).date(), 3)
    conversing.send(case, text, answer_due_on=due, link=_link(OWN, case), by=ingrid, at=at)
    db.session.flush()
    at += timedelta(hours=8)
    text = "Ja, alle i nabolaget er velkomne. Vi henger opp plakater på biblioteket og i butikken."
    conversing.answer(case, text, link=_link(THEIRS, case), by=anne, at=at)
    db.session.flush()
    at += timedelta(hours=14)
    text = "Takk, det var det vi trengte. Dere hører fra oss når alle søknadene er vurdert."
    conversing.send(case, text, link=_link(OWN, case), by=ingrid, at=at)
    db.session.commit()


def _discuss(case: Application, jonas: User) -> None:
    at = case.round.closes_at + timedelta(days=3, hours=10)
    note = noting.write_note(case, "Lokalet er lite. Spør om de har plass til femti.", by=jonas, at=at)
    text = "Lokalet er lite. De har plass til tretti om gangen, og åpner to ganger."
    noting.correct_note(case, note, text, by=jonas, at=at + timedelta(hours=1))
    told = "Sameiet ved siden av sier at gårdsrommet er stengt for arbeid hele uka, så inngangen må være fra gata."
    day = local(at).date()
    noting.record_information(case, "Sameiet i nabogården", told, day, by=jonas, at=at + timedelta(hours=2))
    person = db.session.get_one(User, case.created_by_id)
    text = "Hei! Kan vi flytte den ene kvelden til onsdag hvis dere mener det passer bedre?"
    conversing.answer(case, text, link=_link(THEIRS, case), by=person, at=at + timedelta(hours=9))
    db.session.commit()


def _propose(merged: Application, into: Application, *, by: User) -> None:
    at = into.round.closes_at + timedelta(days=3, hours=12)
    merging.propose(
        merged.organisation,
        into.organisation,
        MergerKind.DUPLICATE,
        local(at).date(),
        "Samme organisasjonsnummer og samme styre. Et styremedlem la den inn en gang til.",
        warnings_seen=True,
        by=by,
        at=at,
    )
    db.session.commit()
