"""Asking for facts: what is missing in the check, and later the same questions to every finalist, none of whom learns
how it went. The answer comes by the address in the e-mail."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from app.access import Actor
from app.audit.actions import record
from app.letters.page import mail_text
from app.mail.actions import Draft, queue_all
from app.policy import NotComplete
from app.prize.models import Prize
from app.prize.nominations import links
from app.prize.nominations import staff_policy as policy
from app.prize.nominations.models import FactRequest, Nomination, NominationStatus
from app.prize.nominations.screening import close_requests
from app.prize.nominations.workflow import move

N = NominationStatus


def ask(
    nomination: Nomination,
    question: str,
    due_on: date | None,
    *,
    to_contact: bool = False,
    public_url: str,
    by: Actor,
    at: datetime,
) -> FactRequest:
    """Ask the nominator, or whoever can answer for the project, and let the nomination wait."""
    policy.can_ask(by, nomination)
    asked = _asked(question)
    policy.check_deadline(due_on, at)
    assert due_on is not None
    to = nomination.contact_email if to_contact else nomination.nominator_email
    made = _request(nomination, to, asked, due_on, by, at)
    move(nomination, N.NEEDS_INFO, by=by, at=at)
    _send([made], nomination.prize, public_url, at)
    record("facts_asked", by=by, at=at, case=nomination.reference, due_on=due_on)
    return made


def ask_finalists(
    prize: Prize,
    chosen: Sequence[Nomination],
    possible: int,
    question: str,
    due_on: date | None,
    *,
    public_url: str,
    by: Actor,
    at: datetime,
) -> list[FactRequest]:
    """The same words to the one who can answer for each project. `possible`: how many are at the jury."""
    policy.can_check_facts(by, prize, chosen, possible)
    asked = _asked(question)
    policy.check_deadline(due_on, at)
    assert due_on is not None
    made = [_request(each, each.contact_email or each.nominator_email, asked, due_on, by, at) for each in chosen]
    for each in made:
        each.is_for_finalists = True
    _send(made, prize, public_url, at)
    record("facts_asked", by=by, at=at, case=prize.reference, due_on=due_on)
    return made


def go_on(nomination: Nomination, *, by: Actor, at: datetime) -> None:
    """Without an answer: back to the check, with what there is."""
    policy.can_go_on(by, nomination)
    close_requests(nomination, at)
    move(nomination, N.SCREENING, by=by, at=at)
    record("facts_closed", by=by, at=at, case=nomination.reference)


def _asked(question: str) -> str:
    asked = question.strip()
    if not asked:
        sentence = str(_("Skriv hva du vil vite."))
        raise NotComplete(sentence, {"question": sentence})
    return asked


def _request(nomination: Nomination, to: str, question: str, due_on: date, by: Actor, at: datetime) -> FactRequest:
    assert by.actor_id is not None
    made = FactRequest(to_email=to, question=question, due_on=due_on, asked_by_id=by.actor_id, asked_at=at)
    nomination.requests.append(made)
    return made


def _send(requests: Sequence[FactRequest], prize: Prize, public_url: str, at: datetime) -> None:
    """One e-mail each, with an address that opens the question and nothing else. No project's name in the subject."""
    drafts = []
    for each in requests:
        link = links.make_for_request(each, at, public_url)
        subject, body = mail_text("emails/prize_facts.txt", "nb", prize=prize, request=each, link=link)
        assert each.token_hash is not None
        drafts.append(Draft(f"prize-facts-{each.token_hash[:40]}", each.to_email, subject, body, is_secret=True))
    queue_all(drafts, at)
