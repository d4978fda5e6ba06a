"""The prize's pages: those of a year here; each folder has the pages of its own things."""

from flask import Blueprint, Flask

bp = Blueprint("prize", __name__)


def init_app(app: Flask) -> None:
    from app.prize import public_views, year_views  # noqa: F401 - their routes
    from app.prize.jury import staff_views as jury_staff  # noqa: F401
    from app.prize.jury import views as jury  # noqa: F401
    from app.prize.meeting import ballot_views, draw_views, locking_views, meeting_views, revising_views  # noqa: F401
    from app.prize.meeting import views as meeting  # noqa: F401
    from app.prize.nominations import draft_views  # noqa: F401
    from app.prize.nominations import staff_more_views as nominations_more  # noqa: F401
    from app.prize.nominations import staff_views as nominations_staff  # noqa: F401
    from app.prize.nominations import views as nominations  # noqa: F401
    from app.prize.scoring import pack_views  # noqa: F401
    from app.prize.scoring import views as scoring  # noqa: F401
    from app.prize.verdict import (  # noqa: F401
        document_views,
        handover_views,
        minutes_views,
        press_views,
        proof_views,
        ranking_views,
        statement_views,
    )

    app.register_blueprint(bp)
