"""E-mails to the jurors around the lock: three days and one day before, and thanks after it. None of them says
anything of a score or of a nomination."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.extensions import db
from app.letters.page import mail_text
from app.mail.actions import Draft, queue_all
from app.mail.models import Mail
from app.prize.jury.models import JuryMember
from app.prize.jury.standing import Standing, standing
from app.prize.meeting.matrix import judged_nominations
from app.prize.meeting.progress import Left, left
from app.prize.models import Prize, PrizeStatus

DAYS_BEFORE = (1, 3)
LANGUAGE = "nb"


def remind_due(public_url: str, at: datetime) -> int:
    """Each who has cards left is told three days and one day before the lock, once each. Returns how many."""
    last = at + timedelta(days=max(DAYS_BEFORE))
    due = select(Prize).where(
        Prize.status == PrizeStatus.SCORING, Prize.scoring_closes_at > at, Prize.scoring_closes_at <= last
    )
    return sum(remind(prize, public_url, at) for prize in db.session.scalars(due).all())


def remind(prize: Prize, public_url: str, at: datetime) -> int:
    """Tell those of this year's jury who have cards left. The same reminder is not sent twice for one time of the
    lock; whoever is late to be reminded gets the last one only."""
    closes = prize.scoring_closes_at
    assert closes is not None
    days = next(days for days in DAYS_BEFORE if closes - at <= timedelta(days=days))
    state = standing(prize)
    behind = [one for one in left(prize, state, judged_nominations(prize)) if one.count]
    drafts = [_reminder(prize, one, days, public_url) for one in behind]
    known = set(db.session.scalars(select(Mail.key).where(Mail.key.in_([draft.key for draft in drafts]))))
    fresh = [draft for draft in drafts if draft.key not in known]
    queue_all(fresh, at)
    return len(fresh)


def _reminder(prize: Prize, one: Left, days: int, public_url: str) -> Draft:
    subject, body = mail_text(
        "emails/jury_reminder.txt",
        LANGUAGE,
        prize=prize.name,
        count=one.count,
        closes_at=prize.scoring_closes_at,
        link=f"{public_url}/jury",
        **_sender(prize),
    )
    key = f"jury-reminder:{prize.reference}:{prize.scoring_closes_at}:{days}:{one.member.public_id}"
    return Draft(key, one.member.user.email, subject, body, prize.reference)


def thank(prize: Prize, state: Standing, at: datetime) -> None:
    """Those who take part, when the scores are locked; once for each lock."""
    nominations = judged_nominations(prize)
    members = [one for one in state.members if any(one in state.readers(each) for each in nominations)]
    queue_all([_thanks(prize, one, at) for one in members], at)


def _thanks(prize: Prize, member: JuryMember, at: datetime) -> Draft:
    subject, body = mail_text(
        "emails/jury_thanks.txt", LANGUAGE, prize=prize.name, meeting_at=prize.meeting_at, **_sender(prize)
    )
    key = f"jury-thanks:{prize.reference}:{at}:{member.public_id}"
    return Draft(key, member.user.email, subject, body, prize.reference)


def _sender(prize: Prize) -> dict[str, str]:
    return {"unit": prize.owner_unit, "municipality": prize.municipality, "phone": prize.contact_phone}
