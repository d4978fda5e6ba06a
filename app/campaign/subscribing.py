"""«Varsle meg»: an address is on the list once its link was followed, and off it, deleted, when it says no.

The link follows from the installation's secret and the row, so that every e-mail can carry it although only its hash is
kept. A changed secret makes new links; the old ones stop working.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, delete, exists, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import NoResultFound

from app.accounts import limits
from app.accounts.links import Site, hash_of
from app.accounts.models import AttemptKind
from app.campaign.messages import confirm_subscription, known_subscription, news
from app.campaign.models import Subscriber, Topic
from app.extensions import db
from app.mail.actions import Draft, queue, queue_all
from app.mail.models import Mail

PATH = "/varsle-meg/"
KEPT = timedelta(days=7)
"""An address that nobody confirms is deleted after so long."""
AT_ONCE = 200
"""How many are told in one transaction."""


@dataclass(frozen=True)
class Sender:
    """Where this installation is found, and the secret that its links are made with."""

    site: Site
    secret: str

    def token(self, subscriber: Subscriber) -> str:
        said = f"varsle-meg:{subscriber.email}:{subscriber.asked_at.isoformat()}"
        return hmac.new(self.secret.encode(), said.encode(), hashlib.sha256).hexdigest()[:40]

    def link(self, subscriber: Subscriber) -> str:
        """The address of this subscriber's page. Raises nothing: where the secret has changed, the hash follows."""
        token = self.token(subscriber)
        if subscriber.token_hash != hash_of(token):
            subscriber.token_hash = hash_of(token)
        return f"{self.site.url}{PATH}{token}"


@dataclass(frozen=True)
class News:
    """Something that has happened. `key` names it for ever; who confirmed before `since` is told."""

    key: str
    topic: Topic
    since: datetime
    subject: str
    sentence: str
    path: str


def ask(email: str, topics: Collection[Topic], *, client: str, sender: Sender, at: datetime) -> None:
    """Send this address its link: to confirm, or to see what it is told already. Whoever asks learns nothing of whether
    it is known. Raises NotNow when it is asked for too often."""
    limits.check(AttemptKind.SUBSCRIPTION, email, client, at)
    limits.count(AttemptKind.SUBSCRIPTION, email, client, at, succeeded=True)
    subscriber = _of_address(email, at)
    if subscriber.confirmed_at is None:
        subscriber.topics = _ordered(topics)
    write = known_subscription if subscriber.confirmed_at else confirm_subscription
    subject, body = write(sender.link(subscriber), sender.site)
    queue(f"subscription:{subscriber.id}:{secrets.token_hex(6)}", email, subject, body, at, is_secret=True)


def _of_address(email: str, at: datetime) -> Subscriber:
    """Also where two ask for the same address at once."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = {"email": email, "topics": [], "asked_at": at, "token_hash": hash_of(f"{email}:{at.isoformat()}")}
    db.session.execute(insert(Subscriber).values(row).on_conflict_do_nothing())
    return db.session.scalars(select(Subscriber).where(Subscriber.email == email)).one()


def _ordered(topics: Collection[str]) -> list[str]:
    return [topic.value for topic in Topic if topic.value in topics]


def by_token(token: str) -> Subscriber:
    """Raises NoResultFound for a link that never was, or of an address that is deleted."""
    found = db.session.scalars(select(Subscriber).where(Subscriber.token_hash == hash_of(token))).one_or_none()
    if found is None:
        raise NoResultFound
    return found


def confirm(subscriber: Subscriber, topics: Collection[str], *, at: datetime) -> None:
    """The owner of the address says yes, to these."""
    subscriber.topics = _ordered(topics)
    subscriber.confirmed_at = subscriber.confirmed_at or at


def leave(subscriber: Subscriber) -> None:
    """Nothing is kept of the address."""
    db.session.delete(subscriber)


def forget_unconfirmed(at: datetime) -> int:
    """Returns how many addresses were deleted."""
    old = (Subscriber.confirmed_at.is_(None), Subscriber.asked_at < at - KEPT)
    count = db.session.scalar(select(func.count(Subscriber.id)).where(*old)) or 0
    if count:
        db.session.execute(delete(Subscriber).where(*old))
    return count


def tell(news_now: Sequence[News], sender: Sender, at: datetime) -> int:
    """Queue an e-mail to each who wants to hear of each, once. Returns how many, at most 200 of each."""
    return sum(_tell_of(one, sender, at) for one in news_now)


def _tell_of(one: News, sender: Sender, at: datetime) -> int:
    key = literal(f"news:{one.key}:") + cast(Subscriber.id, String)
    told = exists(select(Mail.id).where(Mail.key == key))
    waiting = db.session.scalars(
        select(Subscriber)
        .where(Subscriber.confirmed_at <= one.since, _wants(one.topic), ~told)
        .order_by(Subscriber.id)
        .limit(AT_ONCE)
    ).all()
    url = sender.site.url + one.path
    drafts = []
    for subscriber in waiting:
        subject, body = news(one.subject, one.sentence, url, sender.link(subscriber), sender.site)
        drafts.append(Draft(f"news:{one.key}:{subscriber.id}", subscriber.email, subject, body, is_secret=True))
    return len(queue_all(drafts, at))


def _wants(topic: Topic) -> ColumnElement[bool]:
    """The list is JSON, which both databases write as text with the codes in quotes."""
    return cast(Subscriber.topics, String).contains(f'"{topic.value}"', autoescape=True)


def counts() -> Mapping[str, int]:
    """How many confirmed addresses there are by topic, and under «all» in all. One statement."""
    found = list(db.session.scalars(select(Subscriber.topics).where(Subscriber.confirmed_at.is_not(None))))
    return {"all": len(found), **{topic.value: sum(topic.value in topics for topics in found) for topic in Topic}}


def wanting(topic: Topic) -> Sequence[Subscriber]:
    """The confirmed addresses of a topic, the oldest first."""
    return db.session.scalars(
        select(Subscriber).where(Subscriber.confirmed_at.is_not(None), _wants(topic)).order_by(Subscriber.confirmed_at)
    ).all()
