"""The one picture of an event: drawn anew as every picture we keep, with what it shows, who took it, and when it was
said that all in it agree. The public sees it when somebody at the desk has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import NoResultFound

from app.files import pictures
from app.files.actions import store
from app.programme import values
from app.programme.models import ProgrammeEvent


@dataclass(frozen=True)
class Sent:
    """A picture as it came, with the words to it."""

    filename: str
    data: bytes
    alt: str
    credit: str


def kept(told: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """`told` with the picture that was sent as a plain value (values.PICTURE), its file stored. Raises NotComplete."""
    sent = told.get("picture")
    if not isinstance(sent, Sent):
        return dict(told)
    drawn = pictures.receive(sent.filename, sent.data)
    stored = store(drawn.data, pictures.MEDIA_TYPE, at)
    words = {"alt": sent.alt, "credit": sent.credit, "consented_at": at.isoformat()}
    return {**told, "picture": {"sha256": stored.sha256, "width": drawn.width, "height": drawn.height, **words}}


def wanted(event: ProgrammeEvent) -> dict[str, Any] | None:
    """As the organiser sent it last, whether the desk has seen it or not."""
    picture: dict[str, Any] | None = {"picture": values.picture_of(event), **(event.proposal or {})}["picture"]
    return picture


def file_of(picture: Mapping[str, Any] | None) -> str:
    """Its SHA-256. Raises NoResultFound where there is none."""
    if picture is None:
        raise NoResultFound
    sha256: str = picture["sha256"]
    return sha256
