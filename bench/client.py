"""A browser reduced to what a measurement needs: a kept-alive connection, cookies, and the page's CSRF token."""

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Client:
    """One person at one server."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=120)

    def request(self, method: str, path: str, values: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the body. Raises for an answer of 400 or more."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if values is not None:
            body, headers["Content-Type"] = urlencode(values), "application/x-www-form-urlencoded"
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return answer.status, text

    def get(self, path: str) -> str:
        return self.request("GET", path)[1]

    def token(self, path: str) -> str:
        """The CSRF token of the page at `path`."""
        found = TOKEN.search(self.get(path))
        if found is None:
            raise RuntimeError(f"{path} has no form")
        return found.group(1)

    def timed(self, method: str, path: str, values: dict[str, str] | None = None) -> float:
        """Milliseconds from request to whole answer."""
        started = time.perf_counter()
        self.request(method, path, values)
        return (time.perf_counter() - started) * 1000
