"""Pages where a draft is begun and written. Every post saves what was typed first, and then does what was asked."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Role, require
from app.accounts.queries import organisations_of, own_organisation
from app.applications import answers, draft_policy, draft_queries, drafting, paths, steps, support
from app.applications.budget import balance
from app.applications.drafting import MOST_ATTACHMENTS, Saved
from app.applications.forms import StepForm, blank_row, read_revision, read_typed, read_was
from app.applications.models import Activity, Application, BudgetSide, Channel, Status
from app.applications.steps import Page, Step
from app.applications.tiers import suggest
from app.applications.views import bp
from app.clock import now
from app.extensions import db
from app.files import kinds
from app.files.serving import download
from app.formatting import clock_time
from app.policy import NotAllowed, NotComplete, NotPermitted, denial
from app.rounds.models import Round, TextKind
from app.rounds.queries import public_round, round_by_slug

TEMPLATES: dict[Page, str] = {
    Page.ABOUT: "applications/step_about.html",
    Page.ACTIVITY: "applications/step_activity.html",
    Page.WHEN: "applications/step_when.html",
    Page.BUDGET: "applications/step_budget.html",
    Page.MORE: "applications/step_more.html",
    Page.ATTACHMENTS: "applications/step_attachments.html",
}
WARNING_PLACES = {"free_entry": "is_free", "open_to_all": "is_open", "alcohol_free": "is_alcohol_free"}


@bp.route("/soknader/ny", methods=["GET", "POST"])
@require(Role.APPLICANT)
def start() -> ResponseReturnValue:
    slug = request.values.get("runde")
    grant_round = round_by_slug(slug) if slug else public_round()
    if request.method == "POST" and grant_round is not None:
        organisation = own_organisation(request.form.get("organisasjon", ""), current_user)
        application = drafting.start(grant_round, organisation, by=current_user, at=now())
        first = steps.steps_of(application)[0].url
        db.session.commit()
        return redirect(first)
    organisations = organisations_of(current_user)
    return render_template(
        "applications/start.html",
        round=grant_round,
        organisations=organisations,
        drafts=draft_queries.drafts(grant_round.id, [one.id for one in organisations]) if grant_round else [],
        blocked=_why_not(grant_round, organisations),
    )


def _why_not(grant_round: Round | None, organisations: Any) -> str | None:
    if grant_round is None:
        return str(_("Ingen runde tar imot søknader nå."))
    if not organisations:
        return None
    return denial(draft_policy.can_start, current_user, organisations[0], grant_round, now(), Channel.WEB)


@bp.route("/soknader/<reference>/steg/<step>", methods=["GET", "POST"])
@require(Role.APPLICANT)
def step(reference: str, step: str) -> ResponseReturnValue:
    is_post = request.method == "POST"
    application = draft_queries.own_draft(reference, current_user, for_change=is_post)
    if application.status is not Status.DRAFT:
        return redirect(url_for(".show", reference=reference))
    page = steps.step_of(application, step)
    return _post(page) if is_post else _page(page)


def _page(
    page: Step, typed: dict[str, str] | None = None, saved: Saved | None = None, refusal: NotAllowed | None = None
) -> str:
    """A page of the form. `typed` is what could not be saved, and stands in its fields."""
    application, activity = page.application, page.activity
    all_steps = steps.steps_of(application)
    here = next((i for i, one in enumerate(all_steps) if one.slug == page.slug), 0)
    more = _about_activity(page, activity) if activity else {}
    return render_template(
        TEMPLATES.get(page.page, "applications/step_questions.html"),
        application=application,
        round=application.round,
        step=page,
        form=StepForm(page, typed, saved),
        stepper_steps=[*((one.title, one.url) for one in all_steps), (_("Se over"), steps.summary_url(application))],
        current=here,
        back=steps.before(page),
        blocked=denial(draft_policy.can_write, current_user, application, now()),
        refusal=refusal,
        refused=_links(refusal),
        today=now(),
        most_attachments=MOST_ATTACHMENTS,
        accept=kinds.ACCEPT,
        **more,
    )


def _links(refusal: NotAllowed | None) -> list[Any]:
    """A refusal in the summary of errors: a link to each field that it names, or the bare sentence."""
    if isinstance(refusal, NotComplete) and refusal.missing:
        return [(sentence, field) for field, sentence in refusal.missing.items()]
    return [refusal.reason] if refusal else []


def _about_activity(page: Step, activity: Activity) -> dict[str, Any]:
    """What only a page of an activity shows."""
    application = page.application
    texts = application.round.texts if page.page is Page.BUDGET else []
    return {
        "activity": activity,
        "suggestion": suggest(application.round.tiers, activity.expected_participants, len(activity.sessions))
        if page.page is Page.ACTIVITY
        else None,
        "balance": balance(activity) if page.page is Page.BUDGET else None,
        "warnings": warnings_of(activity, application.round),
        "not_supported": [text.text for text in texts if text.kind is TextKind.NOT_SUPPORTED],
        "blank_rows": {letter: blank_row(page, letter) for letter in page.rows},
        "next_rows": {letter: drafting.next_row(activity, letter) for letter in page.rows},
        "is_last_activity": activity is application.activities[-1],
    }


def warnings_of(activity: Activity, grant_round: Round) -> dict[str, str]:
    """What the scheme does not support, by the field it belongs to («sessions» for the week)."""
    found = support.unsupported(activity, grant_round)
    return {
        WARNING_PLACES.get(one.code, "sessions" if one.code == "within_week" else one.code): one.sentence
        for one in found
    }


def _post(page: Step) -> ResponseReturnValue:
    """Save what was touched, do what the button says, and go on; or show the page again with what stands in the way."""
    application, at = page.application, now()
    typed = read_typed(request.form, read_was(request.form))
    command, _colon, part = request.form.get("_do", "next").partition(":")
    if command == "take":
        typed.pop(part, None)
    try:
        saved = drafting.save_fields(
            application, typed, revision=read_revision(request.form.get("_revision")), by=current_user, at=at
        )
    except NotPermitted:
        raise
    except NotAllowed as refusal:
        return _again(page, typed, refusal)
    except paths.NoSuchField:
        abort(404)
    where, refused = _try(command, part, page)
    kept = {path: text for path, text in typed.items() if path in saved.errors or path in saved.conflicts}
    shown = None if saved.is_whole and refused is None else _page(page, kept, saved, refused)
    db.session.commit()
    if shown is not None:
        return shown, 409 if saved.conflicts or (refused and not isinstance(refused, NotComplete)) else 422
    return redirect(where)


def _try(command: str, part: str, page: Step) -> tuple[str, NotAllowed | None]:
    """Where to go, or why what the button asked for was refused: what was typed is saved all the same."""
    try:
        with db.session.begin_nested():
            return _do(command, part, page), None
    except NotAllowed as refusal:
        return "", refusal
    except paths.NoSuchField:
        abort(404)
    except paths.Removed:
        return page.url, None


def _again(page: Step, typed: dict[str, str], refusal: NotAllowed) -> ResponseReturnValue:
    """Nothing was changed; what was typed still stands in the form."""
    reference, slug = page.application.reference, page.slug
    db.session.rollback()
    application = draft_queries.own_draft(reference, current_user)
    return _page(steps.step_of(application, slug), typed, refusal=refusal), 409


def _do(command: str, part: str, page: Step) -> str:
    """What the pressed button asks for beside saving. Returns the address to go to."""
    act = COMMANDS.get(command)
    if act is None:
        abort(400)
    _attach_chosen(page)
    return act(page, part)


def _next(page: Step, _part: str) -> str:
    return steps.after(page)


def _stay(page: Step, _part: str) -> str:
    return page.url


def _add_row(page: Step, letter: str) -> str:
    if page.activity is None or letter not in page.rows or not letter:
        abort(400)
    if letter == "s":
        row = drafting.add_session(page.activity, by=current_user, at=now())
    else:
        side = BudgetSide.EXPENSE if letter == "b" else BudgetSide.OTHER_GRANT
        row = drafting.add_budget_line(page.activity, side, by=current_user, at=now())
    return f"{page.url}#{steps.field_id(paths.row_path(page.activity, letter, row.position))}"


def _remove_row(page: Step, part: str) -> str:
    drafting.remove_row(page.application, part, by=current_user, at=now())
    return page.url


def _add_activity(page: Step, _part: str) -> str:
    activity = drafting.add_activity(page.application, by=current_user, at=now())
    return Step(page.application, Page.ACTIVITY, activity).url


def _remove_activity(page: Step, _part: str) -> str:
    if page.activity is None:
        abort(400)
    drafting.remove_activity(page.application, page.activity.position, by=current_user, at=now())
    return steps.steps_of(page.application)[1].url


def _attach_chosen(page: Step) -> None:
    """Files that were chosen are kept whichever button was pressed."""
    for file in request.files.getlist("file"):
        if file.filename:
            drafting.attach(page.application, file.filename, file.read(), by=current_user, at=now())


def _detach(page: Step, public_id: str) -> str:
    attachment = draft_queries.own_attachment(public_id, current_user)
    if attachment.application is not page.application:
        abort(404)
    drafting.remove_attachment(attachment, by=current_user, at=now())
    flash(_("«%(name)s» er fjernet.", name=attachment.filename), "success")
    return page.url


COMMANDS: dict[str, Callable[[Step, str], str]] = {
    "next": _next,
    "save": _stay,
    "take": _stay,
    "add": _add_row,
    "remove": _remove_row,
    "add-activity": _add_activity,
    "remove-activity": _remove_activity,
    "attach": _stay,
    "detach": _detach,
}


@bp.route("/soknader/<reference>/felt", methods=["POST"])
@require(Role.APPLICANT)
def save_field(reference: str) -> ResponseReturnValue:
    """One field as it is left: {path, value, revision} → {saved_at, revision, …}, {error} or {conflict}."""
    application = draft_queries.own_draft(reference, current_user, for_change=True)
    posted = request.get_json(silent=True)
    if not isinstance(posted, dict) or not all(isinstance(posted.get(key), str) for key in ("path", "value")):
        abort(400)
    path, revision = posted["path"], read_revision(posted.get("revision"))
    try:
        saved = drafting.save_fields(application, {path: posted["value"]}, revision=revision, by=current_user, at=now())
    except NotAllowed as refusal:
        db.session.rollback()
        return {"error": refusal.reason}, 403 if isinstance(refusal, NotPermitted) else 409
    except paths.NoSuchField:
        abort(404)
    answer, status = _answer(application, path, saved)
    db.session.commit()
    return answer, status


def _answer(application: Application, path: str, saved: Saved) -> tuple[dict[str, Any], int]:
    if path in saved.errors:
        return {"error": saved.errors[path]}, 422
    if path in saved.conflicts:
        return {"conflict": _conflict(application, path, saved)}, 409
    told = {"saved_at": clock_time(saved.saved_at), "revision": saved.revision}
    place = paths.find(application, path)
    return {**told, **(_told_of_activity(place) if place.activity else {})}, 200


def _conflict(application: Application, path: str, saved: Saved) -> dict[str, Any]:
    conflict = saved.conflicts[path]
    question = paths.find(application, path).question
    return {
        "sentence": conflict.sentence,
        "theirs": conflict.theirs,
        "shown": answers.shown(question, conflict.theirs, application),
        "by": conflict.by,
        "revision": application.revision,
    }


def _told_of_activity(place: paths.Place) -> dict[str, Any]:
    """What else changes on the page when this field does: the suggested amount, or a warning."""
    activity, key = place.activity, place.question.key
    assert activity is not None
    told: dict[str, Any] = {}
    if key in ("expected_participants", "session_count"):
        suggestion = suggest(place.application.round.tiers, activity.expected_participants, len(activity.sessions))
        told["suggestion"] = {
            "amount_nok": suggestion.tier.amount_nok if suggestion.tier else None,
            "reason": suggestion.reason,
        }
    if key in (*WARNING_PLACES.values(), "held_on"):
        told["warnings"] = warnings_of(activity, place.application.round)
    return told


@bp.route("/vedlegg/<public_id>")
@require(Role.APPLICANT)
def attachment(public_id: str) -> Response:
    found = draft_queries.own_attachment(public_id, current_user)
    return download(found.sha256, found.filename, found.file.media_type)
