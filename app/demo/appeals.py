"""Two appeals: Anne's, which a handler has just taken, and one by e-mail that is with the appeal body."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import current_app

from app import clock
from app.accounts.models import User
from app.applications.models import Application, Channel
from app.config import public_url
from app.decisions import jobs
from app.decisions.appeals import actions as appeal_actions
from app.decisions.appeals import jobs as appeal_jobs
from app.decisions.appeals import queries as appeal_queries
from app.decisions.appeals import receiving as appealing
from app.decisions.appeals.models import AppealHandling, StatementKind
from app.decisions.models import Appeal, Decision
from app.demo import people
from app.demo.handling import DISMISSED, REJECTED
from app.demo.playing import ORIGINAL
from app.extensions import db
from app.judging.models import ImpartialityAnswer
from app.mail.jobs import send_waiting
from app.review import actions as review

ANNES_TEXT = (
    "Vi mener avslaget bygger på en misforståelse. Inngangspengene dekker bare materiellet folk tar med seg hjem, og "
    "den som ikke kan betale, slipper gratis inn. Vi ber om at søknaden vurderes på nytt."
)
TOO_LATE_TEXT = "Søknaden vår kom tjue minutter for sent fordi nettet var nede. Vi ber dere behandle den likevel."
GROUNDS = "Dere skriver at nettet var nede, og at søknaden derfor kom tjue minutter for sent."
ASSESSMENT = (
    "Fristen er lik for alle og sto i utlysningen. Skjemaet virket hele kvelden, og andre sendte søknader i de samme "
    "minuttene. Vi kan ikke se at noe i saken skiller dere fra andre som kom for sent."
)
DOCUMENTS = (
    "Søknaden slik den kom i posten",
    "Vedtaket om avvisning",
    "Klagen",
    "Driftsloggen for kvelden fristen gikk ut",
)


def play(cases: Mapping[str, Application], known: Mapping[str, User]) -> None:
    """Soon after the letters: both within the period, and each handled by somebody who took no part in the decision."""
    rejected, dismissed = (appeal_queries.newest_released(cases[code].id) for code in (REJECTED, DISMISSED))
    anne, ingrid, samira, helene = (
        known[one.email] for one in (people.ANNE, people.INGRID, people.SAMIRA, people.HELENE)
    )
    assert rejected.released_at is not None
    first = rejected.released_at + timedelta(hours=20)
    for decision in (rejected, dismissed):
        for person in (samira, helene):
            review.declare(decision.application, ImpartialityAnswer.IMPARTIAL, None, by=person, at=first)
    db.session.commit()
    _by_email(dismissed, ingrid, samira, helene, first)
    _annes(rejected, anne, samira, first + timedelta(hours=5))


def _annes(decision: Decision, anne: User, samira: User, at: datetime) -> None:
    with clock.frozen(at):
        made = appealing.appeal(decision, ANNES_TEXT, None, public_url=public_url(), by=anne, at=at)
        handling = _kept(made)
        appeal_actions.take(handling, by=samira, at=at + timedelta(hours=2))
        db.session.commit()
        _send()


def _by_email(decision: Decision, ingrid: User, samira: User, helene: User, at: datetime) -> None:
    """Registered by who happened to get it, handled and approved by others."""
    original = appealing.Enclosure(ORIGINAL.name, "application/pdf", ORIGINAL.read_bytes())
    came = appealing.Coming(Channel.EMAIL, "Styrelederen", at, None)
    with clock.frozen(at + timedelta(hours=3)):
        now = clock.now()
        made = appealing.register(decision, TOO_LATE_TEXT, original, came, public_url=public_url(), by=ingrid, at=now)
        handling = _kept(made)
        appeal_actions.take(handling, by=samira, at=now)
        draft = appeal_actions.Draft(StatementKind.FORWARDING, GROUNDS, ASSESSMENT, DOCUMENTS)
        appeal_actions.propose(handling, draft, by=samira, at=now)
        wanted = appeal_actions.approve(handling, public_url(), by=helene, at=now)
        db.session.commit()
        appeal_jobs.print_letter.enqueue(wanted.id)
        _send()


def _kept(made: Appeal) -> AppealHandling:
    """Committed, with its receipt asked for, and loaded as a page would."""
    public_id = made.public_id
    db.session.commit()
    jobs.render_appeal_receipt.enqueue(made.id)
    return appeal_queries.handling(public_id, for_change=True)


def _send() -> None:
    send_waiting.enqueue()
    current_app.extensions["jobs"].run_waiting()
