"""The room's one blueprint; each view file registers on it."""

from flask import Blueprint, Flask

bp = Blueprint("insight", __name__)


def init_app(app: Flask) -> None:
    from app.insight import export_views as _export  # noqa: F401
    from app.insight import figure_views as _figure  # noqa: F401
    from app.insight import open_views as _open  # noqa: F401
    from app.insight import report_views as _report  # noqa: F401
    from app.insight import round_views as _round  # noqa: F401

    app.register_blueprint(bp)
