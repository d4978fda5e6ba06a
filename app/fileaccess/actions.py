"""Asking to see a file, and answering. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app.access import SYSTEM, Actor
from app.accounts.models import User
from app.applications.models import Application, Channel
from app.audit.actions import record
from app.clock import local
from app.extensions import db
from app.fileaccess import letters, links, policy, queries
from app.fileaccess.documents import PDF, Document
from app.fileaccess.models import AccessLine, AccessRequest, Given, Shielding
from app.fileaccess.policy import Choice
from app.files import names
from app.files.actions import store
from app.files.kinds import KINDS
from app.law import exemptions
from app.law.access_times import answer_target
from app.letters.actions import issue, notify
from app.letters.models import LetterKind
from app.letters.page import mail_text
from app.letters.sectioned import AccessAnswerContent
from app.mail.actions import queue
from app.policy import NotComplete, NotNow
from app.rounds.models import Round
from app.rounds.queries import working_round


@dataclass(frozen=True)
class Asked:
    """What somebody asks for, in their own words. `about` is the case as they name it."""

    wanted: str
    about: str | None = None
    name: str | None = None
    email: str | None = None


def ask(asked: Asked, of_round: Round | None, *, at: datetime) -> AccessRequest:
    """Anybody, on the public page. Says nothing of whether there is such a case."""
    made = _make(asked, queries.find_case(asked.about), of_round, Channel.WEB, received_at=at)
    db.session.flush()
    record("access_requested", by=SYSTEM, at=at, case=_case(made), channel=Channel.WEB, is_party=False)
    _tell_received(made, at)
    return made


def register(
    asked: Asked,
    application: Application | None,
    of_round: Round | None,
    channel: Channel,
    *,
    received_at: datetime,
    by: User,
    at: datetime,
) -> AccessRequest:
    """A case handler writes down what came by post, e-mail or telephone."""
    policy.can_work(by)
    if received_at > at:
        raise NotComplete(
            _("Kravet kan ikke være mottatt i framtiden."), {"received_at": _("Velg et tidligere tidspunkt.")}
        )
    made = _make(asked, application, of_round, channel, received_at=received_at)
    made.registered_by_id = by.id
    db.session.flush()
    record("access_requested", by=by, at=at, case=_case(made), channel=channel, is_party=False)
    return made


def ask_for_more(application: Application, wanted: str, *, by: User, at: datetime) -> AccessRequest:
    """The party asks for more than it sees without asking."""
    policy.can_ask_for_more(by, application)
    asked = Asked(wanted, application.reference, by.name, by.email)
    made = _make(asked, application, application.round, Channel.WEB, received_at=at)
    made.is_party, made.requester_id = True, by.id
    db.session.flush()
    record("access_requested", by=by, at=at, case=application.reference, channel=Channel.WEB, is_party=True)
    return made


def _make(
    asked: Asked, application: Application | None, of_round: Round | None, channel: Channel, *, received_at: datetime
) -> AccessRequest:
    made = AccessRequest(
        application=application,
        round=application.round if application else of_round,
        asked_about=asked.about,
        wanted=asked.wanted,
        requester_name=asked.name,
        requester_email=asked.email,
        channel=channel,
        received_at=received_at,
        due_on=answer_target(local(received_at).date()),
    )
    db.session.add(made)
    return made


def _case(made: AccessRequest) -> str | None:
    return made.application.reference if made.application else None


def _round_of(request: AccessRequest) -> Round:
    """Whose letterhead the answer has: the case's round, the one that was named, or the one that is worked on."""
    return request.round or working_round(None)


def _tell_received(made: AccessRequest, at: datetime) -> None:
    assert made.requester_email is not None
    of_round = _round_of(made)
    subject, body = mail_text(
        "emails/access_received.txt",
        "nb",
        due_on=made.due_on,
        unit=of_round.owner_unit,
        municipality=of_round.municipality,
        phone=of_round.contact_phone,
    )
    queue(f"access-received:{made.public_id}", made.requester_email, subject, body, at)


def tie(request: AccessRequest, references: Sequence[str], *, by: User, at: datetime) -> list[AccessRequest]:
    """Say which cases a request means. Each case is answered by itself, so several make several requests.

    Raises NotComplete for a number that is no sent case: a draft is nobody's but its writers'.
    """
    policy.can_work(by)
    policy.is_waiting(request)
    if request.application_id is not None:
        raise NotNow(_("Kravet hører alt til en sak."))
    cases = [_found(reference) for reference in dict.fromkeys(references)]
    if not cases:
        raise NotComplete(_("Skriv minst ett saksnummer."), {"references": _("Skriv minst ett saksnummer.")})
    asked = Asked(request.wanted, request.asked_about, request.requester_name, request.requester_email)
    request.application, request.round = cases[0], cases[0].round
    made = [request]
    for application in cases[1:]:
        another = _make(asked, application, None, request.channel, received_at=request.received_at)
        another.registered_by_id = by.id
        made.append(another)
    db.session.flush()
    for each in made:
        record("access_tied", by=by, at=at, case=_case(each), request=each.public_id)
    return made


def _found(reference: str) -> Application:
    application = queries.find_case(reference)
    if application is None:
        sentence = _("Vi finner ingen sak med nummeret %(number)s.", number=reference)
        raise NotComplete(sentence, {"references": sentence})
    return application


def answer(
    request: AccessRequest,
    application: Application,
    choices: Sequence[Choice],
    *,
    weighing: str | None,
    facts_considered: bool,
    message: str | None,
    public_url: str,
    by: User,
    at: datetime,
) -> AccessRequest:
    """Give, mask and refuse, document by document, and write to whoever asked. Both are locked by their queries."""
    on = local(at).date()
    policy.can_answer(by, request, application, choices, weighing=weighing, facts_considered=facts_considered, on=on)
    known = exemptions.grounds(on, for_party=request.is_party)
    request.weighing = weighing if policy.may_keep(choices, known) else None
    lines = [_line(request, choice, number, on, at) for number, choice in enumerate(choices, start=1)]
    db.session.add_all(lines)
    db.session.flush()
    db.session.expire(request, ["lines"])
    link = f"{public_url}/soknader/{application.reference}/dokumenter" if request.is_party else None
    content = letters.answer(
        request, lines, application.round, reference=application.reference, message=message, by=by, on=on, link=link
    )
    number = queries.last_answer(application.reference) + 1
    _finish(request, content, application.reference, number, public_url, by=by, at=at)
    counts = {given: sum(line.given is given for line in lines) for given in Given}
    record(
        "access_answered",
        by=by,
        at=at,
        case=application.reference,
        full=counts[Given.FULL],
        masked=counts[Given.MASKED],
        refused=counts[Given.REFUSED],
    )
    return request


def answer_not_found(
    request: AccessRequest, message: str | None, *, public_url: str, by: User, at: datetime
) -> AccessRequest:
    """There is no such case or document."""
    policy.can_work(by)
    policy.is_waiting(request)
    if request.application_id is not None:
        raise NotNow(_("Kravet hører til en sak. Svar der."))
    reference = f"innsyn-{request.public_id}"
    content = letters.not_found(
        request, _round_of(request), reference=reference, message=message, by=by, on=local(at).date()
    )
    _finish(request, content, reference, 1, public_url, by=by, at=at)
    record("access_not_found", by=by, at=at, request=request.public_id)
    return request


def _finish(
    request: AccessRequest,
    content: AccessAnswerContent,
    reference: str,
    number: int,
    public_url: str,
    *,
    by: User,
    at: datetime,
) -> None:
    letter = issue(
        kind=LetterKind.ACCESS_ANSWER, case_reference=reference, version=number, content=content, by=by, at=at
    )
    request.letter = letter
    request.answered_at, request.answered_by_id, request.answered_by_name = at, by.id, by.name
    db.session.flush()
    if request.is_party and request.requester_email:
        notify(letter, [request.requester_email], at)
    elif request.requester_email:
        _send_link(request, public_url, at)


def _line(request: AccessRequest, choice: Choice, number: int, on: date, at: datetime) -> AccessLine:
    document = choice.document
    title = document.title if request.is_party else document.outward
    is_given = choice.given is not Given.REFUSED
    sha256, media_type = _file(choice, is_party=request.is_party, at=at) if is_given else (None, None)
    return AccessLine(
        request_id=request.id,
        position=number,
        document_key=document.key,
        title=title[: AccessLine.TITLE_LENGTH],
        given=choice.given,
        grounds=choice.grounds(),
        legal_basis=_basis(choice, on),
        sha256=sha256,
        filename=_filename(title, media_type) if media_type else None,
        media_type=media_type,
    )


def _basis(choice: Choice, on: date) -> str | None:
    cited = [exemptions.cite_ground(code, on) for code in choice.grounds()]
    if choice.rest and choice.given is Given.REFUSED and exemptions.ground(choice.grounds()[0], on).is_of_information:
        cited.append(exemptions.cite_rest(choice.rest))
    return "; ".join(cited) or None


def _file(choice: Choice, *, is_party: bool, at: datetime) -> tuple[str, str]:
    """The file that is given. A letter with other documents inside is printed anew for all but the party."""
    document = choice.document
    if choice.given is Given.MASKED:
        assert choice.copy is not None
        return choice.copy.sha256, choice.copy.media_type
    as_it_is = document.sha256 is not None and (is_party or not document.holds_others)
    if as_it_is and not document.is_missing:
        return str(document.sha256), document.media_type
    assert document.written is not None
    return store(document.written.pdf({}), PDF, at).sha256, PDF


def _filename(title: str, media_type: str) -> str:
    ending = next((kind.extension for kind in KINDS if kind.media_type == media_type), "pdf")
    return names.clean(f"{title.removesuffix(f'.{ending}')}.{ending}")


def _send_link(request: AccessRequest, public_url: str, at: datetime) -> None:
    """The link is in the e-mail alone; its body goes away once it is sent."""
    assert request.letter is not None
    assert request.requester_email is not None
    link = links.make(request, at, public_url)
    of_round = _round_of(request)
    subject, body = mail_text(
        "emails/access_answer.txt",
        "nb",
        reference=request.letter.content["reference"],
        link=link,
        last_day=local(at + links.LIFETIME).date(),
        unit=of_round.owner_unit,
        municipality=of_round.municipality,
        phone=of_round.contact_phone,
    )
    assert request.token_hash is not None
    queue(
        f"access:{request.token_hash[:40]}", request.requester_email, subject, body, at, _case(request), is_secret=True
    )


def renew_link(request: AccessRequest, *, public_url: str, by: User, at: datetime) -> None:
    """A new link to the same answer; the old one works no more."""
    policy.can_work(by)
    if request.answered_at is None or request.is_party or not request.requester_email:
        raise NotNow(_("Bare et svar som er sendt på e-post, har en lenke å fornye."))
    _send_link(request, public_url, at)
    record("access_link_renewed", by=by, at=at, case=_case(request), request=request.public_id)


def note_fetched(request: AccessRequest, document: str, *, by: Actor, at: datetime) -> None:
    """Somebody took down a part of the answer: `document` is its key, or «letter»."""
    record("access_fetched", by=by, at=at, case=_case(request), request=request.public_id, document=document)


def note_opened(application: Application, document: Document, *, by: User, at: datetime) -> None:
    """Staff opened a document on the page of access: the log that tells who has seen what."""
    record("document_opened", by=by, at=at, case=application.reference, document=document.key)


def shield(
    application: Application, document: Document, ground: str, note: str | None, *, by: User, at: datetime
) -> Shielding:
    """Mark a document as shielded: the default proposal, which is weighed anew at every request."""
    policy.can_handle(by, application)
    if ground not in exemptions.grounds(local(at).date(), for_party=False):
        raise NotComplete(_("Velg hjemmel for skjermingen."), {"ground": _("Velg hjemmel for skjermingen.")})
    if document.key in queries.shieldings(application.id):
        raise NotNow(_("Dokumentet er alt merket som skjermet."))
    mark = Shielding(
        application_id=application.id,
        document_key=document.key,
        ground=ground,
        note=note,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    db.session.add(mark)
    record("document_shielded", by=by, at=at, case=application.reference, document=document.key, ground=ground)
    return mark


def unshield(application: Application, document: Document, *, by: User, at: datetime) -> None:
    """Take the mark away; that it was there is kept."""
    policy.can_handle(by, application)
    mark = queries.shieldings(application.id).get(document.key)
    if mark is None:
        raise NotNow(_("Dokumentet er ikke merket som skjermet."))
    mark.withdrawn_at, mark.withdrawn_by_id, mark.withdrawn_by_name = at, by.id, by.name
    record("shielding_withdrawn", by=by, at=at, case=application.reference, document=document.key)
