"""The page's door where the server has keys: a log-in, and which of the page's handlers each key opens."""

import json
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from page.guard import Application, Message, Receive, Send
from translate.server.keys import Key, Keys, Scope
from translate.server.limits import Limits
from translate.server.rates import Rates
from translate.server.refusal import Refusal
from translate.server.visit import Visit

if TYPE_CHECKING:
    import gradio as gr

COOKIE = "audarma_session"
MOST_SESSIONS = 1_000
# What an event of the page and a log-in form may weigh; a text of a million characters is the page's own limit.
_EVENT, _FORM = 16_000_000, 4_000
# Who tries keys tries so many a minute from one address.
_TRIES = 20
# Paths under which the page's own script runs a handler, and those by which it ends or empties one.
_RUNS = ("/gradio_api/queue/join", "/gradio_api/run/predict")
_ENDS = ("/gradio_api/cancel", "/gradio_api/reset")
_UPLOADS = "/gradio_api/upload"
# What a handler does to what others use. One that is not listed here is taken for one that changes it.
NEEDS: dict[str, Scope] = {
    "Translation._translate": "translate",
    "Translation._stop": "translate",
    "Translation._about": "read",
    "Translation._open": "translate",
    "Translation._reread": "translate",
    "Translation._pick": "read",
    "_as_shown": "read",
    # a correction is everyone's from then on
    "Translation._correct": "edit",
    "_save": "read",
    "_written": "read",
    "page.<locals>.take": "read",
    "Glossary.refresh": "read",
    "Glossary._find": "read",
    "Glossary._settle": "read",
    "Glossary._back": "read",
    "Glossary._on": "read",
    "Glossary._pick": "read",
    "Glossary._new": "read",
    "Glossary._look": "translate",
    "Glossary._open": "translate",
    "Glossary._choose": "translate",
    "Glossary._save": "edit",
    "Glossary._delete": "edit",
    "Glossary._undo": "edit",
    "Glossary._import": "edit",
    "Glossary._propose": "read",
    "Proposals._find": "translate",
    "Reach._offer": "read",
    "Reach._saved": "read",
    "Reach._again": "edit",
    "Compare._compare": "translate",
    "Compare._open": "translate",
    "Compare._stop": "translate",
    "Compare._keep": "edit",
    "Archive._open": "read",
    "Archive._choose": "read",
    "Archive._suggest": "read",
    "Archive._tick": "read",
    "Archive._settle": "read",
    "Archive._turn.<locals>.turn": "read",
    "Archive._read": "read",
    "Archive._part.<locals>.<lambda>": "read",
    # what a run writes is read by others
    "Archive._start": "edit",
    "Archive._stop": "edit",
}
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Audarma: log in</title><style>"
    "body{{font:16px/1.5 sans-serif;max-width:24rem;margin:15vh auto;padding:1rem}}"
    "input,button{{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;margin:.25rem 0}}</style>"
    '<h1>Audarma</h1><form method="post" action="/login"><label>Key<input type="password" name="key" '
    'autocomplete="current-password" required autofocus></label><button>Log in</button></form>'
    '<p role="alert">{}</p></html>'
)
_OUT = (
    '<form method="post" action="/logout" '
    'style="position:fixed;right:.5rem;bottom:.5rem;z-index:9;font:12px sans-serif">'
    "{} ({}) <button>Log out</button></form>"
)


@dataclass(frozen=True, slots=True)
class Session:
    """Someone who has shown a key, until a moment of the clock."""

    key: Key
    until: float


class Sessions:
    """Who is logged in, by the hash of what their browser holds: to read this gives nobody a session."""

    def __init__(self, hours: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody is, and everybody is for so many hours."""
        self.seconds, self._clock = int(hours * 3600), clock
        self._open: OrderedDict[bytes, Session] = OrderedDict()

    def begin(self, key: Key) -> str:
        """A new session's token, of 256 random bits. Beyond a bound, the oldest session ends."""
        token = secrets.token_urlsafe(32)
        self._open[_hash(token)] = Session(key, self._clock() + self.seconds)
        while len(self._open) > MOST_SESSIONS:
            self._open.popitem(last=False)
        return token

    def find(self, token: str) -> Session | None:
        """The session of that token, unless it has ended."""
        found = self._open.get(_hash(token))
        if found and found.until <= self._clock():
            self.end(token)
            return None
        return found

    def end(self, token: str) -> None:
        """Let it be no session any more."""
        self._open.pop(_hash(token), None)


class Door:
    """Stands between guard and page. The guard has told already that no other site asks."""

    def __init__(self, page: Application, blocks: "gr.Blocks", keys: Keys, hours: float) -> None:
        """Let in whom the keys let in, for so many hours."""
        self._page, self._blocks, self._keys = page, blocks, keys
        self._sessions = Sessions(hours)
        self._tries = Rates(Limits(requests_a_minute=_TRIES))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI has it."""
        if scope["type"] == "websocket":
            return
        if scope["type"] != "http":
            await self._page(scope, receive, send)
            return
        token = _token(scope)
        session = self._sessions.find(token)
        try:
            if scope["path"] == "/login":
                await self._log_in(scope, receive, send)
            elif scope["path"] == "/logout" and scope["method"] == "POST":
                self._sessions.end(token)
                await _go(send, "/login", _cookie(scope, "", 0))
            elif session is None:
                await _stranger(scope, send)
            else:
                await self._serve(session, scope, receive, send)
        except Refusal as refusal:
            await _say(send, refusal.status, json.dumps({"detail": refusal.message}), refusal.headers)

    async def _log_in(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await _form(send, 200, "")
            return
        visit = Visit("", (scope.get("client") or ("",))[0])
        try:
            self._tries.enter(visit)
            said = parse_qs((await _read(receive, _FORM)).decode("utf-8", "replace"))
            key = self._keys.check(said.get("key", [""])[0].strip(), "read")
        except Refusal as refusal:
            await _form(send, refusal.status, refusal.message, refusal.headers)
            return
        self._tries.forgive(visit)
        self._sessions.end(_token(scope))
        await _go(send, "/", _cookie(scope, self._sessions.begin(key), self._sessions.seconds))

    async def _serve(self, session: Session, scope: Message, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if scope["method"] in ("GET", "HEAD"):
            await self._page(scope, receive, _Signed(send, session.key) if path == "/" else send)
        elif path in _RUNS:
            said = _event(await _read(receive, _EVENT))
            self._need(session, self._scope(said))
            # what was checked is what is run, however oddly it was written
            await self._page(*_again(scope, json.dumps(said).encode(), receive), send)
        elif path in _ENDS:
            await self._page(scope, receive, send)
        else:
            self._need(session, "translate" if path == _UPLOADS else "edit")
            await self._page(scope, receive, send)

    def _scope(self, said: dict[str, Any]) -> Scope:
        """What the handler that is asked for does."""
        number = said.get("fn_index")
        handler = self._blocks.fns.get(number) if type(number) is int else None
        if handler is None:
            return "edit"
        return needs(handler.fn)

    def _need(self, session: Session, scope: Scope) -> None:
        if not session.key.opens(scope):
            words = f"your key does not open {scope}: log out, and in again with one that does; nothing was done"
            raise Refusal(403, words)


def needs(handler: Any) -> Scope:
    """What a key must open for this handler; what runs in the browser alone has none."""
    if handler is None:
        return "read"
    while hasattr(handler, "func"):
        handler = handler.func
    return NEEDS.get(getattr(handler, "__qualname__", ""), "edit")


class _Signed:
    """Puts into the page who is logged in, and the way out."""

    def __init__(self, send: Send, key: Key) -> None:
        self._send = send
        bar = _OUT.format(escape(key.owner), ", ".join(sorted(key.scopes)))
        self._bar = f"{bar}</body>".encode()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            # the guard counts anew
            kept = [(name, value) for name, value in message["headers"] if name != b"content-length"]
            message = {**message, "headers": [*kept, (b"cache-control", b"no-store")]}
        elif b"</body>" in message.get("body", b""):
            message = {**message, "body": message["body"].replace(b"</body>", self._bar, 1)}
        await self._send(message)


def _event(raw: bytes) -> dict[str, Any]:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refusal(400, "that is no event of the page")
    return said


def _again(scope: Message, body: bytes, receive: Receive) -> tuple[Message, Receive]:
    """The request with this body."""
    kept = [(name, value) for name, value in scope["headers"] if name not in (b"content-length", b"transfer-encoding")]
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def given() -> Message:
        return left.pop() if left else await receive()

    return {**scope, "headers": [*kept, (b"content-length", b"%d" % len(body))]}, given


async def _read(receive: Receive, most: int) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Refusal(499, "nobody waits for this any more")
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > most:
            raise Refusal(413, f"that is more than {most:,} bytes", {"Connection": "close"})
    return body


async def _stranger(scope: Message, send: Send) -> None:
    if scope["method"] in ("GET", "HEAD") and scope["path"] == "/":
        await _go(send, "/login", "")
        return
    raise Refusal(401, "you are not logged in, or no longer: reload the page and log in")


async def _form(send: Send, status: int, words: str, headers: dict[str, str] | None = None) -> None:
    await _say(send, status, _PAGE.format(escape(words)), headers, "text/html; charset=utf-8")


async def _go(send: Send, where: str, cookie: str) -> None:
    await _say(send, 303, "", {"Location": where} | ({"Set-Cookie": cookie} if cookie else {}))


async def _say(
    send: Send, status: int, body: str, headers: dict[str, str] | None = None, kind: str = "application/json"
) -> None:
    raw = body.encode()
    said = {"Content-Type": kind, "Content-Length": f"{len(raw)}", "Cache-Control": "no-store", **(headers or {})}
    told = [(name.lower().encode(), value.encode()) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": raw})


def _token(scope: Message) -> str:
    raw = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    try:
        found = SimpleCookie(raw).get(COOKIE)
    except CookieError:
        found = None
    return found.value if found else ""


def _cookie(scope: Message, token: str, seconds: int) -> str:
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
