"""``POST /api/import``: another program brings export files; ``POST /api/sync``: it has them fetched. Both with a key from the settings page.

    curl -H "Authorization: Bearer $KEY" -F client="Fernwick" -F files=@report.csv http://localhost:8501/api/import
    curl -H "Authorization: Bearer $KEY" -X POST http://localhost:8501/api/sync

The first answers as ``adcrm import --json`` does: 200 when every file was loaded (or known already), 422 when one was refused or asks something,
401 without a key, 411 without a length, 413 for more than is read at once. The work runs on a thread of its own, so that pages go on.
"""

import json
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from adcrm.access.tokens import bearer
from adcrm.actors import Actor
from adcrm.books import books
from adcrm.documents import json_value
from adcrm.errors import AdcrmError
from adcrm.imports.intake import take_in_all
from adcrm.imports.model import Answers
from adcrm.messages import translate
from adcrm.settings import settings
from adcrm.sync.run import Fetched, document, fetch
from adcrm.sync.sources import chosen

ANSWERS = ("currency", "account", "date_order", "platform", "time_zone", "attribution")
DONE = ("loaded", "quarantined", "unchanged")
MAX_FILES = 200
JSON = "application/json"


async def import_files(request: Request) -> Response:
    """Read the form, load its files one by one, say what became of each."""
    actor = await _whose(request)
    if actor is None:
        return _without_key()
    most = settings().max_file_mb * 1_000_000
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or "transfer-encoding" in request.headers:  # what has no end that is known beforehand could fill the disk
        return JSONResponse({"error": "Say how long the form is: Content-Length."}, 411)
    if len(length) > 18 or int(length) > most + 1_000_000:
        return JSONResponse({"error": f"At most {settings().max_file_mb} MB are read at once."}, 413)
    async with request.form(max_files=MAX_FILES) as form:
        files = [part for part in form.getlist("files") if isinstance(part, UploadFile)]
        if not files:
            return JSONResponse({"error": "The form holds no file: name its field “files”."}, 400)
        client = str(form.get("client") or "").strip()
        given: dict[str, Any] = {name: str(form[name]).strip() for name in ANSWERS if form.get(name)}
        said = Answers(**given)
        dry_run = str(form.get("dry_run") or "").casefold() in ("1", "true", "yes")
        documents = []
        for file in files:
            data = await file.read()
            documents.extend(await run_in_threadpool(_take, file.filename or "upload", data, client, actor, said, dry_run))
    status = 200 if all(document["outcome"] in DONE for document in documents) else 422
    return Response(json.dumps({"files": documents}, default=json_value, ensure_ascii=False), status, media_type=JSON)


def _take(name: str, data: bytes, client: str, actor: Actor, said: Answers, dry_run: bool) -> list[dict[str, Any]]:
    return take_in_all(books(), name, data, client, actor, said, dry_run=dry_run)


async def sync(request: Request) -> Response:
    """Fetch the sources of the secrets file, all or those named ``source`` in the address, and say what came of each account."""
    actor = await _whose(request)
    if actor is None:
        return _without_key()
    try:
        found = await run_in_threadpool(_fetch, tuple(request.query_params.getlist("source")), actor)
    except AdcrmError as error:
        return JSONResponse({"error": translate(error.what, "en"), "remedy": translate(error.remedy, "en")}, 422)
    status = 422 if any(one.error for one in found) else 200
    return Response(json.dumps({"accounts": [document(one) for one in found]}, default=json_value, ensure_ascii=False), status, media_type=JSON)


def _fetch(names: tuple[str, ...], actor: Actor) -> list[Fetched]:
    today = datetime.now().astimezone().date()
    return [one for source in chosen(names) for one in fetch(books(), source, actor, today)]


async def _whose(request: Request) -> Actor | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return await run_in_threadpool(bearer, books().crm, secret.strip()) if scheme.casefold() == "bearer" and secret else None


def _without_key() -> Response:
    return JSONResponse({"error": "Send a key from the settings page: Authorization: Bearer ..."}, 401, {"WWW-Authenticate": "Bearer"})


API = Router([Route("/import", import_files, methods=["POST"]), Route("/sync", sync, methods=["POST"])])
