"""Somebody new at a server that runs: their first visit over HTTP, page by page, and the cookies they leave with."""

from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any, cast
from urllib.parse import urlencode

from benchmarks import home

TOKEN = "a" * 32  # the cookie and the header only have to say the same
FORM = "application/x-www-form-urlencoded"
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """As much of an answer as the walk of the first visit looks at."""

    status_code: int
    content: bytes
    headers: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.headers[name.lower()]


@dataclass(slots=True)
class Visitor:
    """A browser without pages: it sends forms and keeps cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=lambda: {"supple_csrf": TOKEN})

    def post(self, path: str, values: dict[str, Any]) -> Answer:
        """Sends a form."""
        line = HTTPConnection(home.HOST, self.port, timeout=PATIENCE_S)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "X-CSRFToken": self.cookies["supple_csrf"], "Content-Type": FORM}
        line.request("POST", path, urlencode(values, doseq=True), headers)
        answer = line.getresponse()
        found = Answer(answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})
        for given in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(given).items()}
        line.close()
        return found


def first_visit(port: int) -> dict[str, str]:
    """The cookies of somebody well who has answered everything up to Today."""
    from tests.web.walk import whole_visit

    visitor = Visitor(port)
    whole_visit(cast(Any, visitor))  # it only ever posts
    assert {"supple_here", "supple_device"} <= set(visitor.cookies), visitor.cookies.keys()
    return visitor.cookies
