"""The room's one blueprint; each folder's view files register on it."""

from flask import Blueprint, Flask

bp = Blueprint("followup", __name__)


def init_app(app: Flask) -> None:
    from app.followup import case_views as _cases  # noqa: F401
    from app.followup import grant_views as _grants  # noqa: F401
    from app.followup.acceptance import account_views as _accounts  # noqa: F401
    from app.followup.acceptance import permit_views as _permits  # noqa: F401
    from app.followup.acceptance import queries  # lends the answers to the rooms below
    from app.followup.acceptance import views as _acceptance  # noqa: F401
    from app.followup.changes import staff_views as _change_desk  # noqa: F401
    from app.followup.changes import views as _changes  # noqa: F401
    from app.followup.payment import batch_views as _batches  # noqa: F401
    from app.followup.payment import views as _payment  # noqa: F401
    from app.followup.recovery import own_views as _own_recovery  # noqa: F401
    from app.followup.recovery import views as _recovery  # noqa: F401
    from app.followup.report import staff_views as _report_desk  # noqa: F401
    from app.followup.report import views as _report  # noqa: F401

    assert queries
    app.register_blueprint(bp)
