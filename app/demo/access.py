"""Three requests for access: a journalist's, answered with a masked copy; Anne's for more; and one without a case."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import current_app

from app import clock
from app.accounts.models import User
from app.applications.models import Application
from app.config import public_url
from app.demo.handling import DISMISSED, REJECTED
from app.extensions import db
from app.fileaccess import actions
from app.fileaccess.documents import Direction, Document, Kind, case_documents
from app.fileaccess.masking import Wish, mask
from app.fileaccess.models import AccessRequest, Given
from app.fileaccess.policy import Choice
from app.mail.jobs import send_waiting

WANTED = "Søknaden som kom i posten, vedtaket og det dere selv har skrevet om saken."
MORE = "Vi vil gjerne se hvordan søknaden vår ble vurdert, og hva dere har skrevet om den."
LOOSE = "Hvem fikk støtte i Gamle Oslo, og hvor mye? Gjerne som liste."
WEIGHING = (
    "Innstillingen og forslaget er arbeidsdokumenter. Det som betyr noe for avgjørelsen, står i vedtaket. "
    "Underskriften kan misbrukes, og dere trenger den ikke for å forstå saken."
)
SIGNATURE = ("Hilsen styret",)


def play(cases: Mapping[str, Application], anne: User, ingrid: User, at: datetime) -> None:
    """The first is asked and answered in the last two days; the other two came yesterday."""
    asked, answered, yesterday = (at - timedelta(**since) for since in ({"hours": 40}, {"hours": 20}, {"hours": 16}))
    case = cases[DISMISSED]
    with clock.frozen(asked):
        request = actions.ask(
            actions.Asked(WANTED, case.reference, "Per Spør", "per@avisa.example"), case.round, at=asked
        )
        db.session.commit()
    with clock.frozen(answered):
        _answer(request, case, ingrid, answered)
        db.session.commit()
        send_waiting.enqueue()
        current_app.extensions["jobs"].run_waiting()
    with clock.frozen(yesterday):
        actions.ask_for_more(cases[REJECTED], MORE, by=anne, at=yesterday)
        actions.ask(actions.Asked(LOOSE, None, None, "nysgjerrig@nabolaget.example"), case.round, at=yesterday)
        db.session.commit()


def _answer(request: AccessRequest, case: Application, ingrid: User, at: datetime) -> None:
    found = case_documents(case, ingrid)
    paper = next(each for each in found if each.kind is Kind.ATTACHMENT)
    actions.shield(case, paper, "crime", "Underskrift", by=ingrid, at=at)
    copy = mask(case, paper, [Wish("crime", words=SIGNATURE)], {}, by=ingrid, at=at)
    chosen = [Choice(paper, Given.MASKED, copy=copy), *(_choice(each) for each in found if _is_asked_for(each))]
    actions.answer(
        request,
        case,
        chosen,
        weighing=WEIGHING,
        facts_considered=False,
        message=None,
        public_url=public_url(),
        by=ingrid,
        at=at,
    )


def _is_asked_for(document: Document) -> bool:
    return document.kind is Kind.RECOMMENDATION or document.title.startswith("Vedtaksbrev")


def _choice(document: Document) -> Choice:
    if document.direction is Direction.INTERNAL:
        return Choice(document, Given.REFUSED, "internal")
    return Choice(document, Given.FULL)
