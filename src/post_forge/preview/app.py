"""Routes: a request that was let in -> a page, a picture, a file to take away, the stream of events, an action."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from post_forge import forge
from post_forge.errors import ForgeError
from post_forge.model import FORMATS
from post_forge.preview import templates
from post_forge.preview.actions import Answer, perform, problem_json
from post_forge.preview.pages import html_of, page_at
from post_forge.preview.security import App, TooLargeError
from post_forge.preview.studio import Studio

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

Handler = Callable[["Request"], Awaitable["Response"]]

FOR_EVER = "private, max-age=31536000, immutable"
NEVER = "no-store"
_MESSAGES = 20  # what forms without JavaScript have to say, kept until it was said
_TOLD = "post_forge_said"


def make_app(studio: Studio) -> App:
    """The application, without the guard in front of it."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    routes = _Routes(studio)
    return Starlette(
        routes=[
            Route("/events", routes.events),
            Route("/pictures/{name}", routes.picture),
            Route("/static/{name:path}", routes.static),
            Route("/download/{note}/{post}/{format}/{name}", routes.download_slide),
            Route("/download/{note}/{name}", routes.download),
            Route("/actions/{name}", routes.action, methods=["POST"]),
            Route("/{path:path}", routes.page),
        ],
        exception_handlers={TooLargeError: _too_large},
    )


async def _too_large(request: Request, error: Exception) -> Response:
    from starlette.responses import PlainTextResponse

    del request, error
    return PlainTextResponse("too much\n", 413)


class _Routes:
    """One method a route."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.messages: OrderedDict[str, str] = OrderedDict()

    # ---- pages ---------------------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Response:
        from starlette.responses import HTMLResponse

        block = request.headers.get("x-studio-fragment", "")[:40]
        query = request.query_params
        message = self.messages.pop(request.cookies.get(_TOLD, ""), "")
        work = partial(self._page, request.url.path, dict(query), query.getlist, block, message)
        status, html = await self.studio.answer(work)
        return HTMLResponse(html, status, {"cache-control": NEVER, "vary": "X-Studio-Fragment"})

    def _page(
        self, path: str, query: dict[str, str], several: Callable[[str], list[str]], block: str, message: str
    ) -> tuple[int, str]:
        page = page_at(self.studio, path, query, several)
        try:
            return page.status, html_of(self.studio, page, templates.as_it_is, block=block, message=message)
        except LookupError:
            return 404, ""

    # ---- pictures and files --------------------------------------------------------------------------------------

    async def picture(self, request: Request) -> Response:
        from starlette.responses import JSONResponse, Response

        name = request.path_params["name"]
        key, _, ending = name.partition(".")
        small = ending == "small.png"
        if ending not in ("png", "small.png") or not self.studio.pictures.known(key):
            return Response(status_code=404)
        png = self.studio.pictures.ready(key, small=small)
        if png is None:
            try:
                png = await _unless_gone(request, self.studio.drawing.picture(key, small))
            except ForgeError as error:
                told = {"problems": [problem_json(one) for one in error.problems]}
                return JSONResponse(told, 409, {"cache-control": NEVER})
        if png is None:
            return Response(status_code=404)
        return Response(png, 200, {"cache-control": FOR_EVER}, "image/png")

    async def static(self, request: Request) -> Response:
        from starlette.responses import Response

        name = request.path_params["name"]
        if name not in templates.static_files():
            return Response(status_code=404)
        file = templates.static_files()[name]
        kind = templates.KINDS[file.suffix]
        asked = request.query_params.get("v")
        keep = FOR_EVER if asked == templates.version(name) or kind == "font/ttf" else "no-cache"
        return Response(await self.studio.answer(file.read_bytes), 200, {"cache-control": keep}, kind)

    async def download(self, request: Request) -> Response:
        """A post's zip or PDF."""
        stem, _, ending = request.path_params["name"].rpartition(".")
        make = {"zip": forge.post_zip, "pdf": forge.post_pdf}.get(ending)
        look = self.studio.look()
        if make is None or look is None:
            return await self.page(request)
        name = f"{request.path_params['note']}/{stem}"
        kind = "application/zip" if ending == "zip" else "application/pdf"
        return await self._file(partial(make, self.studio.decks, look, name), f"{stem}.{ending}", kind)

    async def download_slide(self, request: Request) -> Response:
        """One slide's picture, as a file."""
        note, post, format_ = (request.path_params[one] for one in ("note", "post", "format"))
        number, _, ending = request.path_params["name"].partition(".")
        look = self.studio.look()
        if look is None or format_ not in FORMATS or ending != "png" or not (number.isascii() and number.isdecimal()):
            return await self.page(request)
        work = partial(self._slide, look, f"{note}/{post}", format_, int(number[:4]))
        return await self._file(work, f"{post}-{number}.png", "image/png")

    def _slide(self, look: forge.Look, name: str, format_: str, number: int) -> bytes | None:
        sheet = self.studio.decks.sheet(look, name)
        keys = sheet.keys.get(format_, ()) if sheet else ()
        if not 0 < number <= len(keys):
            return None
        return self.studio.decks.picture(look, name, format_, number, keys[number - 1])

    async def _file(self, work: Callable[[], bytes | None], name: str, kind: str) -> Response:
        from urllib.parse import quote

        from starlette.responses import JSONResponse, Response

        try:
            data = await self.studio.answer(work)
        except ForgeError as error:
            return JSONResponse({"problems": [problem_json(one) for one in error.problems]}, 409)
        if data is None:
            return Response(status_code=404)
        named = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        return Response(data, 200, {"content-disposition": named, "cache-control": NEVER}, kind)

    # ---- events and actions --------------------------------------------------------------------------------------

    async def events(self, request: Request) -> Response:
        from starlette.responses import Response, StreamingResponse

        if self.studio.events.full:
            return Response("too many pages listen\n", 503, {"retry-after": "5"})
        last = (request.headers.get("last-event-id") or request.query_params.get("after", ""))[:60]
        head = {"cache-control": NEVER, "x-accel-buffering": "no"}
        return StreamingResponse(self.studio.events.stream(last), 200, head, "text/event-stream")

    async def action(self, request: Request) -> Response:
        from starlette.responses import JSONResponse, RedirectResponse

        given, form = await _given(request)
        shown = request.headers.get("x-studio-token", "") or str(given.pop("token", ""))
        if not self.studio.token or not secrets.compare_digest(shown.encode(), self.studio.token.encode()):
            answer = Answer(False, "this page is older than the studio that runs now: load it again", status=403)
        else:
            answer = await self.studio.answer(partial(perform, self.studio, request.path_params["name"], given))
        if answer.again:
            self.studio.look_again()
        if not form:
            return JSONResponse(answer.json(), answer.status)
        response = RedirectResponse(_path(str(given.get("back", ""))), 303)
        said = secrets.token_urlsafe(12)
        self.messages[said] = answer.words()
        while len(self.messages) > _MESSAGES:
            self.messages.popitem(last=False)
        response.set_cookie(_TOLD, said, max_age=60, httponly=True, samesite="strict")
        return response


async def _given(request: Request) -> tuple[dict[str, Any], bool]:
    """What came with an action, and whether a form sent it."""
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        from urllib.parse import parse_qs

        found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
        return {name: values if name == "ids" else values[-1] for name, values in found.items()}, True
    if kind != "application/json":
        return {}, False
    try:
        value = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return {}, False
    return (value if isinstance(value, dict) else {}), False


def _path(back: str) -> str:
    """A path of this site, whatever a form says: never another site's."""
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if inside else "/"


async def _unless_gone(request: Request, work: Awaitable[bytes | None]) -> bytes | None:
    """The picture, or nothing as soon as nobody waits for it any more."""
    drawn = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnected(request))
    await asyncio.wait({drawn, gone}, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if drawn.done():
        return drawn.result()
    drawn.cancel()
    return None


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
