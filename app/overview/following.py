"""The list follows the person from case to case: the filter and the order stand in every case's address."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask, request, url_for

from app.overview.case_queries import Neighbour
from app.overview.filters import Filter

CASE = "overview.case"


def case_url(chosen: Filter, neighbour: Neighbour | None) -> str | None:
    """The case beside this one in the same list."""
    if neighbour is None:
        return None
    return url_for(CASE, reference=neighbour.reference, **chosen.address(), aktivitet=neighbour.position)


def list_url(chosen: Filter) -> str:
    return url_for("overview.work_list", **chosen.address())


def _keep_list(endpoint: str, values: dict[str, Any]) -> None:
    """After an act on a case, the way back to it keeps the list that the person came with."""
    if endpoint != CASE or request.method != "POST" or not request.referrer:
        return
    came_from = urlsplit(request.referrer)
    if came_from.netloc == request.host and came_from.path.rpartition("/")[2] == values.get("reference"):
        for name, chosen in parse_qs(came_from.query).items():
            values.setdefault(name, chosen)


def init_app(app: Flask) -> None:
    app.url_defaults(_keep_list)
