"""What an interim reply and a word of delay say (domain.md 5.2 and 5.3 E)."""

from datetime import datetime

from flask_babel import gettext as _

from app.applications.models import Application
from app.casework.timekeeping.models import ReplyKind, TimeReply
from app.clock import local
from app.formatting import full_day
from app.law.statutes import Topic, cite
from app.letters.content import Recipient
from app.letters.sectioned import DelayNoticeContent, InterimReplyContent, Official, Section, SectionedContent
from app.rounds.letters import sender


def content(reply: TimeReply, link: str) -> SectionedContent:
    """The letter of this reply, dated the day it was sent."""
    application, on = reply.application, local(reply.sent_at).date()
    is_first = reply.kind is ReplyKind.INTERIM
    kind = InterimReplyContent if is_first else DelayNoticeContent
    when = full_day(reply.expected_on)
    return kind(
        sender=sender(application.round),
        recipient=Recipient(application.organisation.name, application.organisation.orgnr),
        reference=application.reference,
        on=on,
        heading=_("Dere får svar innen %(day)s", day=when),
        lead=_("Vi har fått søknaden, men er ikke ferdig ennå.")
        if is_first
        else _("Svaret på søknaden tar lengre tid enn vi sa."),
        sections=(
            Section(None, (_("Dere får svar senest %(day)s.", day=when),), block="expected"),
            Section(_("Hvorfor det tar tid"), (reply.reasons,)),
            Section(
                _("Søknaden"),
                (
                    _(
                        "Vi fikk søknaden %(day)s. Dere trenger ikke gjøre noe nå.",
                        day=full_day(_received(application)),
                    ),
                ),
            ),
        ),
        officials=(Official(reply.sent_by_name, _("saksbehandler")),),
        rules=cite(Topic.PROCESSING_TIME, on),
        link=link,
    )


def _received(application: Application) -> datetime:
    assert application.received_at is not None
    return application.received_at
