"""The routes beside the pages: health, and the choice of language and theme."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from adcrm.books import books
from adcrm.messages import LANGUAGES
from adcrm.web.api import API

log = logging.getLogger(__name__)

YEAR = 365 * 86400
THEMES = ("light", "dark")


def healthz(request: Request) -> Response:
    """200 while both stores answer a query, 503 naming those that do not."""
    answers = {}
    for name, ask in (("crm", _ask_crm), ("facts", _ask_facts)):
        try:
            ask()
            answers[name] = "ok"
        except Exception as error:  # whatever a driver raises, the answer is "not well", and the log has the rest
            log.exception("%s does not answer", name)
            answers[name] = type(error).__name__
    well = all(answer == "ok" for answer in answers.values())
    return JSONResponse({"ok": well, **answers}, 200 if well else 503)


def _ask_crm() -> None:
    books().crm.version()


def _ask_facts() -> None:
    books().facts.sql("SELECT 1 AS answer")


def home(request: Request) -> Response:
    """``/home``, as everybody guesses who knows ``/clients``: Home stands at ``/``."""
    return RedirectResponse("/" + ("?" + request.url.query if request.url.query else ""), 307)


def set_language(request: Request) -> Response:
    """Remember the language in a cookie and go back: ``/lang/zh?next=/clients``."""
    return _remember(request, "lang", LANGUAGES)


def set_theme(request: Request) -> Response:
    """Remember the theme in a cookie and go back: ``/theme/dark?next=/clients``."""
    return _remember(request, "theme", THEMES)


def _remember(request: Request, cookie: str, known: object) -> Response:
    choice = request.path_params["choice"]
    if choice not in known:  # type: ignore[operator]
        return PlainTextResponse("unknown choice", 404)
    target = request.query_params.get("next", "/")
    if not target.startswith("/") or target.startswith(("//", "/\\")):  # never to another host
        target = "/"
    response = RedirectResponse(target, 303)
    # Read by the script in the page's shell, so not HttpOnly on purpose; holds no secret.
    response.set_cookie(cookie, choice, max_age=YEAR, samesite="lax")
    return response


ROUTES = [
    Route("/healthz", healthz),
    Route("/home", home),
    Route("/lang/{choice}", set_language),
    Route("/theme/{choice}", set_theme),
    Mount("/api", app=API),
]
