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
    grant, week = _found(reference, position)
    return render_template(
        "overview/own_pack.html",
        grant=grant,
        week=week,
        sentence=pack.sentence(week),
        poster=_poster(grant, week),
    )


@bp.route(f"{PATH}.zip")
@require(Role.APPLICANT)
def own_pack_file(reference: str, position: int) -> Response:
    grant, week = _found(reference, position)
    response = Response(pack.packed(week, _poster(grant, week)), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="pakke-{reference}-{position}.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.route(f"{PATH}/logo")
@require(Role.APPLICANT)
def own_pack_logo(reference: str, position: int) -> Response:
    _grant, week = _found(reference, position)
    return show_picture(week.logo_sha256 or abort(404), pack.media_type(week))


def _found(reference: str, position: int) -> tuple[Grant, Week]:
    """The grant and the week it is held in; NoResultFound (404) for one that is cancelled, or in no week of ours."""
    grant = own_grant(reference, position, current_user)
    of_round = grant.application.round
    weeks = weeks_with(of_round.week_starts_on, of_round.week_ends_on)
    if grant.cancelled_at is not None or not weeks:
        raise NoResultFound
    return grant, weeks[0]


def _poster(grant: Grant, week: Week) -> str:
    activity = grant.activity
    is_for_all = bool(activity.is_free and activity.is_open)
    return pack.poster(week, grant.plan, grant.application.organisation.name, is_for_all=is_for_all)
