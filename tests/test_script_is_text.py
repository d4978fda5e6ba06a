"""Script in any text that a person can write is shown as text: on every page that shows it, and in the letters."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import String, select

from app.access import Role
from app.accounts.models import Organisation, User
from app.applications import drafting
from app.applications.models import Activity, Application
from app.decisions.actions import send_back
from app.decisions.appeals.receiving import Enclosure, appeal
from app.decisions.jobs import render_appeal_receipt
from app.decisions.models import Appeal
from app.decisions.outcomes import Proposal
from app.extensions import Base, db
from app.judging.models import ImpartialityAnswer
from app.letters import page
from app.letters.content import AppealReceiptContent, DecisionContent, ReceiptContent
from app.letters.models import Letter, LetterKind
from app.review import actions as review
from app.review.queries import results
from tests.applications_world import complete
from tests.decisions.stage import PART, REJECTION, Stage
from tests.files.test_kinds import PDF
from tests.world import World

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


CODES = {"reference", "district_code", "signup", "recovers_vat", "postal_code", "public_id", "orgnr", "cost_centre"}


def marked(name: str) -> str:
    """A text that would be an element on a page that forgets to escape it, short enough for every field."""
    return f'<i id={name}>"'


def texts_of(model: type[Base], name: str) -> dict[str, str]:
    """A marked text for each of the model's own text columns: {column: text}."""
    columns = [
        column.key
        for column in model.__table__.columns
        if type(column.type) is String and column.key not in CODES and not column.foreign_keys
    ]
    return {key: marked(f"{name}{number}") for number, key in enumerate(columns)}


def mark_everything(stage: Stage) -> dict[str, str]:
    """Cases at every stage in which every free text is marked. Returns what was written: {field: text}."""
    written = {f"organisation.{key}": value for key, value in texts_of(Organisation, "o").items()}
    for key, value in texts_of(Organisation, "o").items():
        setattr(stage.organisation, key, value)
    for person, name in ((stage.kari, "k"), (stage.hanne, "h"), (stage.gro, "g")):
        person.name = written[f"user.{name}"] = marked(name)
    db.session.commit()
    application, activity = texts_of(Application, "a"), texts_of(Activity, "c")
    written |= {f"application.{key}": value for key, value in application.items()}
    written |= {f"activity.{key}": value for key, value in activity.items()}
    rows = {"partners": [{"name": marked("p1"), "role": marked("p2")}], "expenses": [("material", marked("b1"), 5000)]}
    written |= {"partner.name": marked("p1"), "partner.role": marked("p2"), "budget.text": marked("b1")}
    sent = {**application, "activities": [{**activity, **rows}]}
    _decide_all(stage, sent, written)
    return written


def _decide_all(stage: Stage, sent: dict[str, Any], written: dict[str, str]) -> None:
    def text(name: str) -> str:
        return written.setdefault(name, marked(f"t{len(written)}"))

    grant = replace(
        PART,
        reasons=text("reasons"),
        reduction_reasons=text("reduction"),
        expected_for_less=text("less"),
        special_condition=text("condition"),
    )
    rejection = replace(REJECTION, reasons=text("why not"), advice=text("advice"))
    for proposal in (grant, rejection):
        stage.others = 0
        decision = stage.released(proposal, **sent)
    sent_appeal = appeal(
        decision,
        text("appeal"),
        Enclosure(text("enclosure"), "application/pdf", PDF),
        public_url="http://localhost",
        by=stage.kari,
        at=stage.at,
    )
    db.session.commit()
    render_appeal_receipt.run(sent_appeal.id)
    _stages_before(stage, sent, grant, text)


def _stages_before(stage: Stage, sent: dict[str, Any], grant: Proposal, text: Callable[[str], str]) -> None:
    stage.others = 0
    returned = stage.recommended(grant, **sent)
    stage.declare(returned)
    send_back(returned, text("return"), by=stage.gro, at=stage.at)
    stage.others = 0
    waiting = stage.recommended(grant, **sent)
    stage.declare(waiting)
    stage.others = 0
    screened = stage.in_screening(**{**sent, "warnings_seen": True, "activities": [{"is_free": False}]})
    doubtful = stage.world.user(Role.CASE_HANDLER, name="Tor Tvil")
    review.declare(screened, ImpartialityAnswer.DOUBT, text("doubt"), by=doubtful, at=stage.at)
    stage.others = 0
    scored = stage.in_review(**sent)
    assert scored.round.rubric is not None
    review.save_score(
        scored.activities[0],
        scored.round.rubric.criteria[0],
        5,
        comment=text("comment"),
        by=stage.hanne,
        at=stage.at,
    )
    draft = complete(stage.round, stage.organisation, stage.kari, stage.at, **sent)
    db.session.add(draft)
    drafting.attach(draft, text("filename"), PDF, by=stage.kari, at=stage.at)
    stage.declare(screened)
    db.session.commit()
    # last of all: an explanation is dropped when another case changes what it explained
    for result in results(screened.id):
        if result.is_open:
            review.explain(screened, result, text("explanation"), by=stage.hanne, at=stage.at)
            break
    db.session.commit()


def script_pages(stage: Stage) -> list[tuple[User, str]]:
    """Whoever sees something of these cases, and where."""
    cases = db.session.execute(select(Application.reference, Application.status)).all()
    ada, rune = stage.world.user(Role.ADMINISTRATOR, name="Ada"), stage.world.user(Role.READER, name="Rune")
    steps = ("om-dere", "aktivitet-1", "innholdet-1", "tid-og-sted-1", "de-som-kommer-1", "budsjett-1", "vedlegg")
    found = [(stage.kari, "/min-side"), (stage.kari, "/konto"), (stage.kari, "/soknader/ny"), (ada, "/staff/mail")]
    found += [(ada, "/staff/people"), (stage.kari, f"/organisasjoner/{stage.organisation.public_id}")]
    found += [(stage.kari, f"/organisasjoner/{stage.organisation.public_id}/endre")]
    for reference, status in cases:
        if status == "draft":
            found += [(stage.kari, f"/soknader/{reference}/steg/{step}") for step in steps]
            found += [(stage.kari, f"/soknader/{reference}/oppsummering")]
            continue
        found += [(stage.kari, f"/soknader/{reference}"), (stage.kari, f"/soknader/{reference}/kvittering")]
        found += [(person, f"/staff/cases/{reference}") for person in (stage.hanne, stage.gro, rune)]
        found += [(stage.hanne, f"/staff/cases/{reference}/handler")]
        if status in {"review", "recommended"}:
            found += [(stage.hanne, f"/staff/cases/{reference}/recommendation")]
        if status == "recommended":
            found += [(stage.gro, f"/staff/approval/{reference}/{page}") for page in ("letter", "return")]
        if status == "released":
            found += [(stage.kari, f"/vedtak/{reference}")]
    found += [(stage.kari, f"/vedtak/{one.decision.application.reference}/klage/{one.public_id}") for one in appeals()]
    staff = ("/staff/cases", "/staff/cases?sok=i", "/staff/approval", "/staff/approval/decide", "/staff/releases")
    return found + [(stage.gro, path) for path in staff] + [(stage.hanne, "/staff/register?q=i")]


def appeals() -> list[Appeal]:
    return list(db.session.scalars(select(Appeal)))


def test_script_in_every_free_text_is_text_on_every_page_and_letter(stage: Stage, sign_in: SignIn) -> None:
    written = mark_everything(stage)
    shown = ""
    for person, path in script_pages(stage):
        answer = sign_in(person).get(path)
        assert answer.status_code in {200, 302, 409}, path
        assert elements(answer.text) == [], path
        shown += answer.text
    db.session.rollback()
    for letter in db.session.scalars(select(Letter)):
        html = page.html(content_of(letter))
        assert elements(html) == [], letter.kind
        shown += html
    visible = {name for name, text in written.items() if f"&lt;{text[1:-2]}&gt;" in shown}
    assert written.keys() - visible == set()


def content_of(letter: Letter) -> Any:
    kinds = {
        LetterKind.DECISION: DecisionContent,
        LetterKind.RECEIPT: ReceiptContent,
        LetterKind.APPEAL_RECEIPT: AppealReceiptContent,
    }
    return kinds[letter.kind].from_dict(letter.content)


def elements(html: str) -> list[str]:
    """What of a marked text became an element or an attribute."""
    if "<i id=" not in html:
        return re.findall(r'="[^"]*"\s*<i', html)
    return re.findall(r"<i id=[^>]*>", html)
