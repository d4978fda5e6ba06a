"""What a grantee is given to show who supports them: logo, sentence, and the words of a poster of the present plan."""

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from app.access import Role, require
from app.campaign import pack
from app.campaign.models import Week
from app.campaign.weeks import weeks_with
from app.files.serving import show_picture
from app.followup.grants.models import Grant
from app.followup.grants.queries import own_grant
from app.overview.views import bp

PATH = "/tilskudd/<reference>/<int(max=99):position>/pakke"


@bp.route(PATH)
@require(Role.APPLICANT)
def own_pack(reference: str, position: int) -> ResponseReturnValue:
    grant = _standing(reference, position)
    week = _week_of(grant)
    said = {"sentence": pack.sentence(week), "poster": _poster(grant, week)} if week else {}
    return render_template("overview/own_pack.html", grant=grant, week=week, **said)


@bp.route(f"{PATH}.zip")
@require(Role.APPLICANT)
def own_pack_file(reference: str, position: int) -> Response:
    grant = _standing(reference, position)
    week = _week_of(grant) or abort(404)
    response = Response(pack.packed(week, _poster(grant, week)), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="pakke-{reference}-{position}.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.route(f"{PATH}/logo")
@require(Role.APPLICANT)
def own_pack_logo(reference: str, position: int) -> Response:
    week = _week_of(_standing(reference, position)) or abort(404)
    return show_picture(week.logo_sha256 or abort(404), pack.media_type(week))


def _standing(reference: str, position: int) -> Grant:
    """NoResultFound (404) also for one that is cancelled."""
    grant = own_grant(reference, position, current_user)
    if grant.cancelled_at is not None:
        raise NoResultFound
    return grant


def _week_of(grant: Grant) -> Week | None:
    """The first that shares a day with the round's; none before the city has made it."""
    of_round = grant.application.round
    return next(iter(weeks_with(of_round.week_starts_on, of_round.week_ends_on)), None)


def _poster(grant: Grant, week: Week) -> str:
    activity = grant.activity
    is_for_all = bool(activity.is_free and activity.is_open)
    return pack.poster(week, grant.plan, grant.application.organisation.name, is_for_all=is_for_all)
