"""The page's shell in the reader's language and theme, and Streamlit's bundles sent compressed.

Streamlit's own widgets take their calendar and number words from ``navigator.language`` and carry a few
English strings without any setting. Both are decided in the browser, so the HTML shell gets a small script:
it sets ``lang``, overrides ``navigator.language``, stores the chosen theme and translates an exact list of strings.
"""

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware

from adcrm.web.widget_words import PATTERNS, WORDS

ASGIApp = Callable[[MutableMapping[str, Any], Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]
STATIC = (Path(str(files("streamlit"))) / "static").resolve()  # an environment may be a link to elsewhere
KINDS = {".js": b"text/javascript; charset=utf-8", ".css": b"text/css; charset=utf-8"}
OWN_PREFIXES = ("/_stcore", "/static", "/media", "/component", "/healthz", "/api")
SCRIPT = (Path(__file__).parent / "shell.js").read_text(encoding="utf-8")


class CompressedBundles:
    """Serves Streamlit's hashed, immutable bundles gzipped once and kept in memory."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        accepts = dict(scope["headers"]).get(b"accept-encoding", b"")
        body = await asyncio.to_thread(_gzipped, scope["path"]) if b"gzip" in accepts else None
        if body is None:
            await self.app(scope, receive, send)
            return
        headers = [
            (b"content-type", KINDS[Path(scope["path"]).suffix]),
            (b"content-encoding", b"gzip"),
            (b"vary", b"accept-encoding"),
            (b"cache-control", b"public, immutable, max-age=31536000"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _gzipped(path: str) -> bytes | None:
    """The packed bundle; ``None`` for a path that is none, of which nothing is kept: anybody may ask for any path."""
    try:
        file = (STATIC / path.lstrip("/")).resolve()
        known = file.suffix in KINDS and file.is_relative_to(STATIC) and file.is_file()
    except ValueError:  # a zero byte in the path
        return None
    return _packed(file) if known else None


@cache
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6)


class LocalisedShell:
    """Puts the script into Streamlit's HTML shell; everything else passes straight through."""

    def __init__(self, app: ASGIApp):
        self.app = app
        words = json.dumps({"words": WORDS, "patterns": PATTERNS}, ensure_ascii=False)
        self.script = f"<script>{SCRIPT.replace('__WORDS__', words)}</script>".encode()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OWN_PREFIXES):
            await self.app(scope, receive, send)
            return
        start: Any = None
        body = b""

        async def capture(message: Any) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                if message["status"] == 200 and kind.startswith(b"text/html"):
                    start = message
                    return
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            body = body.replace(b"<head>", b"<head>" + self.script, 1)
            stale = {b"content-length", b"etag", b"last-modified"}
            start["headers"] = [h for h in start["headers"] if h[0].lower() not in stale] + [(b"content-length", str(len(body)).encode())]
            await send(start)
            await send({"type": "http.response.body", "body": body})

        # The shell is 6 kB: ask for a plain, whole copy so that it can be changed.
        conditional = (b"accept-encoding", b"if-none-match", b"if-modified-since")
        plain = dict(scope, headers=[h for h in scope["headers"] if h[0] not in conditional])
        await self.app(plain, receive, capture)


MIDDLEWARE = [Middleware(CompressedBundles), Middleware(LocalisedShell)]
