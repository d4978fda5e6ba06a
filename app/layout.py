"""What every page shares: who sees which links in the header, icons, and links to static files that may be kept."""

import functools
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, Response, current_app, flash, request, url_for
from flask_babel import get_locale
from flask_login import current_user
from jinja2.runtime import Macro
from markupsafe import Markup

from app.access import Role, declared_roles
from app.menus import CASE_TABS, MENUS, Entry, Group

STATIC = Path(__file__).parent / "static"
ICONS = STATIC / "built" / "icons"
YEAR = 365 * 24 * 3600

FLAT = 7
"""Who has no more links than these, sees them all in a row; others have them in groups that open."""


@dataclass(frozen=True)
class NavigationLink:
    text: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class NavigationGroup:
    text: str
    links: list[NavigationLink]

    @property
    def is_current(self) -> bool:
        return any(link.is_current for link in self.links)


def navigation(layout: str) -> list[NavigationLink | NavigationGroup]:
    """The links of `layout` that lead somewhere for the person who looks. A group of one is that link."""
    shown: list[NavigationLink | NavigationGroup] = []
    for entry in MENUS[layout]:
        links = _open_to_me(entry.entries if isinstance(entry, Group) else (entry,))
        if isinstance(entry, Group) and len(links) > 1:
            shown.append(NavigationGroup(str(entry.text), links))
        else:
            shown += links
    groups = [entry.links if isinstance(entry, NavigationGroup) else [entry] for entry in shown]
    flat = [link for links in groups for link in links]
    return [*flat] if len(flat) <= FLAT else shown


def _open_to_me(entries: Iterable[Entry]) -> list[NavigationLink]:
    return [_link(text, endpoint) for text, endpoint in entries if may_open(endpoint)]


def case_tabs(reference: str) -> list[NavigationLink]:
    """The pages of this case that the person who looks may open."""
    return [
        NavigationLink(str(text), url := url_for(endpoint, reference=reference), request.path == url)
        for text, endpoint in CASE_TABS
        if may_open(endpoint)
    ]


def may_open(endpoint: str) -> bool:
    """Whether the view exists and lets in the person who looks, by the roles it declares."""
    view = current_app.view_functions.get(endpoint)
    if view is None:
        return False
    roles = declared_roles(view)
    return roles is None or bool(roles & _own_roles())


def _own_roles() -> frozenset[Role]:
    roles: frozenset[Role] = getattr(current_user, "roles", frozenset())
    return roles


def _link(text: str, endpoint: str) -> NavigationLink:
    url = url_for(endpoint)
    path = url.partition("?")[0]
    return NavigationLink(str(text), url, request.path == path or request.path.startswith(f"{path}/"))


def own_layout() -> str:
    """The layout of the person who looks, for pages that anyone may meet (errors, an account)."""
    roles = _own_roles()
    if roles - {Role.APPLICANT, Role.JUROR}:
        return "layouts/staff.html"
    if Role.JUROR in roles:
        return "layouts/jury.html"
    return "layouts/applicant.html" if roles else "layouts/public.html"


@functools.cache
def icon(name: str) -> Markup:
    """The icon as inline SVG in the colour of the text. Decorative: the words beside it say the same.

    Empty until `python -m app.assets` has installed the icons.
    """
    path = ICONS / f"{name}.svg"
    if not path.is_file():
        return Markup("")
    svg = path.read_text(encoding="utf-8")
    shapes = svg[svg.index(">") + 1 :].replace("var(--fg-color, #2A2859)", "currentColor").strip()
    start = '<svg class="icon" viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">'
    return Markup(start + shapes)  # noqa: S704 - from the installed icon package, never from a person


class KeptHtml:
    """HTML that follows from its key alone, so that a page seen again need not write it again: in each process, the
    newest and no more than MOST characters. A key holds about as much as its HTML, and is counted the same."""

    MOST = 2_000_000

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, str] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: Hashable, write: Callable[[], str]) -> str:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        html = write()
        with self._lock:
            if key not in self._kept:
                self._size += 2 * len(html)
            self._kept[key] = html
            while self._size > self.MOST:
                self._size -= 2 * len(self._kept.popitem(last=False)[1])
        return html


KEPT = KeptHtml()


def kept(key: Hashable, macro: Macro, *arguments: Any) -> str:
    """What the macro writes for these arguments. `key` says everything that it depends on, but for the language and
    where the application is mounted; None for what is never the same again (somebody's refused form)."""
    if key is None or current_app.debug:
        return macro(*arguments)
    return KEPT.get((macro.name, get_locale(), request.script_root, key), lambda: macro(*arguments))


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    """A static link changes when its file does, so that browsers may keep the file for ever."""
    if endpoint != "static" or "v" in values:
        return
    try:
        values["v"] = f"{(STATIC / values['filename']).stat().st_mtime_ns:x}"
    except OSError:
        return


def _keep_static(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def flash_undo(text: str, url: str) -> None:
    """Say what was done, with a button that posts to `url` to take it back."""
    flash({"text": str(text), "url": url}, "undo")  # type: ignore[arg-type]  # any plain value is kept in the session


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        kept=kept, navigation=navigation, case_tabs=case_tabs, may_open=may_open, own_layout=own_layout, icon_svg=icon
    )
    app.url_defaults(_add_version)
    app.after_request(_keep_static)
