"""One act on many cases: the trial and what came of it. The cases are chosen in the work list (overview)."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Role, require
from app.clock import now
from app.extensions import db
from app.review import batch
from app.review.batch import Act
from app.review.views import bp


@bp.route("/staff/batch", methods=["POST"])
@require(Role.CASE_HANDLER)
def several() -> ResponseReturnValue:
    """Tried, unless the button that does it was pressed."""
    if (chosen := request.form.get("act", "")) not in set(Act):
        abort(422)
    act, references = Act(chosen), request.form.getlist("case")
    is_done = request.form.get("step") == "do"
    if is_done:
        results = batch.do(act, references, by=current_user, at=now())
        db.session.commit()
    else:
        results = batch.trial(act, references, by=current_user)
    return render_template(
        "review/several.html", act=act, results=results, is_done=is_done, names=batch.NAMES, done=batch.DONE
    )
