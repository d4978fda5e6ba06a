"""What we say to a change, as plain values. Not a decision about the grant: who is refused keeps what was decided."""

from flask_babel import gettext as _

from app.applications.letters import recipient
from app.clock import local
from app.followup.changes.models import ChangeNotice, ChangeStatus, ChangeWeight
from app.followup.changes.wording import Names, compared, written
from app.followup.grants.letters import page_of
from app.letters.models import Letter
from app.letters.sectioned import ChangeAnswerContent, Official, Section
from app.letters.wording import Wording
from app.rounds.letters import sender

WORDS = Wording("nb")


def answer(notice: ChangeNotice, names: Names, public_url: str) -> ChangeAnswerContent:
    """The answer first, then what was changed, what follows of it, and what the party wrote."""
    application = notice.grant.application
    assert notice.decided_at is not None
    assert notice.decided_by_name is not None
    on = local(notice.decided_at).date()
    is_large = notice.weight is ChangeWeight.LARGE
    return ChangeAnswerContent(
        sender=sender(application.round),
        recipient=recipient(application),
        reference=application.reference,
        on=on,
        heading=_heading(notice)[: Letter.TITLE_LENGTH],
        lead=_lead(notice),
        sections=(
            Section(_("Svaret vårt"), _said(notice), block="decision"),
            _changed(notice, names),
            *_what_follows(notice),
            Section(_("Det dere skrev"), (notice.explanation,), is_theirs=True),
        ),
        officials=(Official(notice.decided_by_name, _("godkjenner") if is_large else _("saksbehandler")),),
        link=page_of(notice.grant, public_url),
    )


def _title(notice: ChangeNotice) -> str:
    return str(notice.grant.plan["title"] or notice.grant.activity.title)


def _heading(notice: ChangeNotice) -> str:
    title = _title(notice)
    if notice.status is ChangeStatus.REFUSED:
        return str(_("Endringen av %(title)s er ikke godkjent", title=title))
    if notice.status is ChangeStatus.NOTED:
        return str(_("Vi har notert det dere skrev om %(title)s", title=title))
    if notice.cancels:
        return str(_("%(title)s er avlyst", title=title))
    return str(_("Endringen av %(title)s er godkjent", title=title))


def _lead(notice: ChangeNotice) -> str:
    sent = WORDS.weekday(notice.sent_at)
    if notice.cancels:
        return str(_("Dere skrev %(day)s at aktiviteten ikke blir holdt.", day=sent))
    return str(_("Dere meldte en endring %(day)s. Her er svaret.", day=sent))


def _said(notice: ChangeNotice) -> tuple[str, ...]:
    first = {
        ChangeStatus.APPROVED: _("Vi godtar at aktiviteten avlyses.")
        if notice.cancels
        else _("Vi godkjenner endringen. Den gjelder fra nå."),
        ChangeStatus.REFUSED: _("Vi godkjenner ikke endringen. Planen og vilkårene i vedtaket gjelder som før."),
        ChangeStatus.NOTED: _("Vi har notert det. Planen og vilkårene i vedtaket gjelder som før."),
    }[notice.status]
    return (str(first), notice.answer) if notice.answer else (str(first),)


def _changed(notice: ChangeNotice, names: Names) -> Section:
    items = [
        str(
            _(
                "%(part)s: %(after)s (før: %(before)s)",
                part=one.name,
                after="; ".join(one.after),
                before="; ".join(one.before),
            )
        )
        for one in compared(notice, names)
    ]
    if notice.changes_purpose:
        items.append(str(_("Hva aktiviteten går ut på, slik dere skriver nedenfor")))
    if notice.cancels:
        when = "; ".join(written("sessions", notice.grant.plan["sessions"], names))
        items.append(str(_("Skulle vært holdt: %(when)s", when=when)))
    return Section(_("Dette gjelder det"), items=tuple(items), block="changed")


def _what_follows(notice: ChangeNotice) -> tuple[Section, ...]:
    if notice.status is not ChangeStatus.APPROVED:
        return ()
    said = [_money(notice)]
    if notice.cancels:
        said.insert(0, str(_("I programmet står aktiviteten som avlyst.")))
    elif notice.after:
        said.insert(0, str(_("Programmet er endret.")))
    return (Section(_("Hva skjer nå"), tuple(text for text in said if text)),)


def _money(notice: ChangeNotice) -> str:
    """`accepted_nok` is what is left of the grant after the approval."""
    left = notice.grant.accepted_nok
    if notice.cancels and left:
        return str(
            _(
                "%(amount)s kroner er alt betalt eller på vei. Vi skriver til dere om hvordan de kommer tilbake.",
                amount=WORDS.number(left),
            )
        )
    if notice.cancels:
        return str(_("Tilskuddet blir ikke utbetalt. Dere trenger ikke å sende rapport."))
    if notice.amount_nok is not None:
        return str(_("Tilskuddet er nå %(amount)s kroner.", amount=WORDS.number(notice.amount_nok)))
    return str(_("Tilskuddet er det samme som før."))
