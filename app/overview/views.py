"""The blueprint of the pages that span rooms. Each page's views stand in a module of its own."""

from flask import Blueprint, Flask

bp = Blueprint("overview", __name__)


def init_app(app: Flask) -> None:
    """Import the modules whose views register on `bp`, then the blueprint."""
    from app.overview import board, case, following, front, my_page, organisation, own_pack, several, work_list  # noqa: F401

    following.init_app(app)
    app.register_blueprint(bp)
