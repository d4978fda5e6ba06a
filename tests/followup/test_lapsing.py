"""Nobody answers a grant: a reminder, seven days more, and then it is gone."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts.models import GrantHistory
from app.decisions.appeals.receiving import appeal
from app.decisions.models import Decision
from app.extensions import db
from app.followup.acceptance import jobs
from app.followup.acceptance.models import AcceptanceReminder, GrantLapse
from app.letters.content import KINDS
from app.letters.models import Letter, LetterKind
from app.mail.models import Mail
from tests.decisions.stage import FULL, PART, events
from tests.followup.answers import said
from tests.followup_world import FollowupStage

SignIn = Callable[[Any], FlaskClient]
LAST_DAY = datetime(2026, 9, 15, 20, 0, tzinfo=UTC)  # told 1 September, 14 days
DAY_AFTER = datetime(2026, 9, 16, 6, 0, tzinfo=UTC)
LAST_MOMENT = datetime(2026, 9, 23, 21, 59, tzinfo=UTC)  # seven days after the reminder, until midnight in Oslo
OVER = datetime(2026, 9, 24, 6, 0, tzinfo=UTC)
TWO = [{"title": "Verksted"}, {"title": "Byttekveld"}]


def due(at: datetime) -> tuple[int, int]:
    """As the tick does it: how many were reminded, how many lapsed."""
    with clock.frozen(at):
        done = jobs.remind_due(at), 0
        db.session.commit()
        return done[0], jobs.lapse_due(at)


def reminders() -> list[tuple[str, str]]:
    """To whom, and about what."""
    found = select(Mail.recipient, Mail.subject).where(Mail.key.startswith("accept-reminder:"))
    return [(to, subject) for to, subject in db.session.execute(found.order_by(Mail.recipient))]


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == LetterKind.GRANT_LAPSED)))


def test_reminded_once_and_lapsed_with_notice(stage: FollowupStage, sign_in: SignIn) -> None:
    decision = stage.released(FULL, PART, activities=TWO)
    client = sign_in(stage.kari)
    client.get("/vedtak/OMB-2026-0001/svar")  # which opens the letter
    client.post("/vedtak/OMB-2026-0001/svar", data=said(decision, "accepted"))
    assert due(LAST_DAY) == (0, 0)
    assert [due(DAY_AFTER), due(DAY_AFTER)] == [(1, 0), (0, 0)]
    assert db.session.scalars(select(AcceptanceReminder.answer_by)).all() == [date(2026, 9, 23)]
    about = "Tar dere imot tilskuddet? Svar innen onsdag 23. september 2026"
    assert reminders() == [("post@fiksekroken.example", about), ("styret@fiksekroken.example", about)]
    with clock.frozen(DAY_AFTER):
        page = sign_in(stage.kari).get("/min-side").text
    assert "Svar innen 23. september 2026, ellers faller tilskuddet bort." in page
    assert (due(LAST_MOMENT), stage.round.committed_nok) == ((0, 0), 8000)
    assert [due(OVER), due(OVER)] == [(0, 1), (0, 0)]
    db.session.expire_all()
    assert (stage.round.committed_nok, db.session.scalars(select(GrantHistory.granted_nok)).one()) == (5000, 5000)
    assert events(decision.application, "grant_lapsed") == [{"activity": 2, "amount_nok": 3000}]


def test_the_letter_is_made_once_and_found_again(stage: FollowupStage, sign_in: SignIn) -> None:
    decision = stage.released()
    due(DAY_AFTER)
    due(OVER)
    with clock.frozen(OVER):
        jobs.print_lapse.run(decision.id)
        jobs.print_lapse.run(decision.id)
        assert jobs.missing_lapse_letters(OVER) == 0
    [letter] = letters()
    content = KINDS[letter.kind].from_dict(letter.content)
    assert (content.title(), content.sections[0].items) == (
        "Tilskuddet på 5\N{NARROW NO-BREAK SPACE}000 kroner er falt bort",
        ("Fiksekveld 1: 5\N{NARROW NO-BREAK SPACE}000 kroner",),
    )
    with clock.frozen(OVER):
        client = sign_in(stage.kari)
        page = client.get("/vedtak/OMB-2026-0001").text
        late = client.post("/vedtak/OMB-2026-0001/svar", data=said(decision, "accepted"))
    assert "Vi fikk ikke svar innen fristen." in page
    assert (late.status_code, stage.round.committed_nok) == (409, 0)
    assert db.session.scalars(select(GrantLapse.decision_line_id)).all() == [decision.lines[0].id]


def test_a_lost_letter_is_found(stage: FollowupStage) -> None:
    stage.released()
    due(DAY_AFTER)
    due(OVER)
    assert [jobs.missing_lapse_letters(OVER), jobs.missing_lapse_letters(OVER.replace(hour=7))] == [0, 1]


def test_whoever_was_not_told_is_not_reminded(stage: FollowupStage) -> None:
    stage.released(told=False)
    assert (due(OVER), reminders()) == ((0, 0), [])


def test_an_appealed_grant_does_not_lapse_until_the_appeal_is_done(stage: FollowupStage) -> None:
    decision = stage.released(PART)
    appeal(decision, "Vi trenger mer.", None, public_url="http://localhost", by=stage.kari, at=stage.at)
    db.session.commit()
    assert [due(DAY_AFTER), due(OVER)] == [(1, 0), (0, 0)]
    assert db.session.scalars(select(Decision)).one().version == 1
