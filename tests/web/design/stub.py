"""A tiny server for the browser tests: static files, pages set by the test, and a scripted draft address."""

import json
import mimetypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
Answer = tuple[int, dict[str, Any]]


class Stub:
    def __init__(self, static: Path) -> None:
        self.static = static
        self.pages: dict[str, str | Callable[[], str]] = {}
        self.saved: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.token = "first"
        self.signed_in = True
        self.answer: Callable[[dict[str, Any]], Answer] = self.accept
        self.changed = threading.Condition()

    def accept(self, _sent: dict[str, Any]) -> Answer:
        return 200, {"saved_at": "10:42", "rev": 4 + len(self.saved), "html_line": None}

    def post(self, token: str | None, body: bytes) -> Answer:
        if not self.signed_in:
            return 302, {}
        if token != self.token:
            return 403, {}
        sent = json.loads(body)
        status, reply = self.answer(sent)
        with self.changed:
            self.saved.append({**sent, "status": status})
            self.changed.notify_all()
        return status, reply

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.saved) >= count, timeout=8), self.saved
        return self.saved

    @property
    def values(self) -> list[Any]:
        return [sent["value"] for sent in self.saved]


class Handler(BaseHTTPRequestHandler):
    stub: Stub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.stub.asked.append(self.path)
        if path.startswith("/static/") and (file := self.stub.static / path[8:]).is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self.reply(200, file.read_bytes(), kind)
        elif path in self.stub.pages:
            page = self.stub.pages[path]
            html = page() if callable(page) else page
            self.reply(200, html.encode(), "text/html; charset=utf-8")
        else:
            self.reply(404, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.path != "/draft":
            self.reply(200, b"<title>Done</title>", "text/html")
            return
        status, answer = self.stub.post(self.headers["X-CSRFToken"], body)
        self.reply(status, json.dumps(answer).encode(), "application/json")

    def reply(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", CSP)
        if status == 302:
            self.send_header("Location", "/sign-in")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quiet: pytest's output is for people."""

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True  # a test closed its tab mid-answer, as people do


@contextmanager
def serving(static: Path) -> Iterator[tuple[Stub, str]]:
    stub = Stub(static)
    bound = type("Bound", (Handler,), {"stub": stub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), bound)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield stub, f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
