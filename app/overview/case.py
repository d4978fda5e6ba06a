"""The case page: the application on the left, what is to be done on the right."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import require
from app.accounts.models import User
from app.accounts.roles import CASE_READERS
from app.applications.models import Application, Status
from app.applications.policy import can_assign
from app.applications.workflow import LABELS
from app.audit.queries import timeline
from app.casework.conversation.queries import told_by
from app.casework.supplements.queries import shown
from app.decisions import queries as decisions
from app.decisions.panel import recommendation_panel
from app.files.serving import download, show_pdf
from app.letters.models import Letter
from app.letters.queries import NoticeState, notice_state, opened_at
from app.overview import case_queries, history
from app.overview.filters import Filter
from app.overview.following import case_url, list_url
from app.overview.views import bp
from app.policy import denial
from app.review import policy, queries
from app.review.standing import CaseStandings, case_standings

APPEALED = frozenset({Status.RELEASED, Status.CLOSED, Status.ARCHIVED})


@dataclass(frozen=True)
class LetterLine:
    """A letter, and what became of it."""

    letter: Letter
    kind: str
    url: str
    opened_at: Any
    notices: NoticeState


@bp.route("/staff/cases/<reference>")
@require(*CASE_READERS)
def case(reference: str) -> ResponseReturnValue:
    user: User = current_user._get_current_object()  # the person, not the proxy that is asked anew each time
    chosen = Filter.from_address(request.args)
    opened = case_queries.open_case(reference, request.args.get("aktivitet", 1, type=int), user)
    known = case_standings(user, opened.application)
    blocked = denial(policy.can_read, user, opened.application, known.own)
    shown = _closed(opened, user, known) if blocked else _open(opened, user, known)
    page = render_template(
        "overview/case.html",
        application=opened.application,
        status=LABELS[opened.application.status].staff,
        read_blocked=blocked,
        handler_name=opened.row.handler_name,
        assign_blocked=known.own.is_member or denial(can_assign, user, opened.application, None),
        **_beside(opened, chosen, user, is_closed=bool(blocked)),
        **shown,
    )
    return page, 403 if shown["panel"].is_refused else 200


def _closed(opened: case_queries.OpenedCase, user: User, known: CaseStandings) -> dict[str, Any]:
    """Nothing of the content: only what is needed to answer on impartiality."""
    return {"panel": queries.panel(opened.application, user, known)}


def _open(opened: case_queries.OpenedCase, user: User, known: CaseStandings) -> dict[str, Any]:
    application = opened.application
    events = timeline(application.reference, history.READ_BY_STAFF)
    panel = queries.panel(application, user, known, events)
    seen = frozenset(sheet.position for sheet in panel.sheets if sheet.sees_others)
    return {
        "panel": panel,
        "supplements": shown(application, events),
        "told": told_by(events),
        "recommendation": recommendation_panel(application, user, own=known.own),
        "opened": opened,
        "timeline": history.entries(history.readable(events, user, seen)),
        "letters": [_letter_line(letter) for letter in case_queries.letters(application.reference)],
        "appeals": decisions.appeals(application) if application.status in APPEALED else [],
        "file_url": lambda public_id: url_for(".attachment", reference=application.reference, public_id=public_id),
        "report_labels": history.REPORT_LABELS,
        "status_labels": history.STATUS_LABELS,
    }


def _beside(opened: case_queries.OpenedCase, chosen: Filter, user: User, *, is_closed: bool) -> dict[str, Any]:
    """The way to the next case of the same list, and what else there is of the applicant."""
    around = case_queries.around(opened, chosen, user, history=not is_closed)
    return {
        "around": around,
        "list_url": list_url(chosen),
        "previous_url": case_url(chosen, around.before),
        "next_url": case_url(chosen, around.after),
    }


def _letter_line(letter: Letter) -> LetterLine:
    return LetterLine(
        letter=letter,
        kind=str(history.LETTER_KINDS[letter.kind.value]),
        url=url_for(".letter", reference=letter.case_reference, public_id=letter.public_id),
        opened_at=opened_at(letter),
        notices=notice_state(letter),
    )


def _readable(reference: str) -> Application:
    """A case whose content this person may read now; raises the refusal otherwise."""
    application = case_queries.case_to_read(reference)
    policy.can_read(current_user, application)
    return application


@bp.route("/staff/cases/<reference>/attachments/<public_id>")
@require(*CASE_READERS)
def attachment(reference: str, public_id: str) -> Response:
    found = case_queries.attachment_of_case(_readable(reference).id, public_id)
    return download(found.sha256, found.filename, found.file.media_type)


@bp.route("/staff/cases/<reference>/letters/<public_id>")
@require(*CASE_READERS)
def letter(reference: str, public_id: str) -> Response:
    found = case_queries.letter_of_case(_readable(reference).reference, public_id)
    return show_pdf(found.sha256, f"{reference}-{found.kind.value}.pdf")
