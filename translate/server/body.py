"""Reads what a request says: its address, and its body as JSON or as a form. Nothing is guessed, and no key is lost."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from translate.server.refusal import Refusal

Fields = dict[str, Any]
# More fields than any of these protocols has, and as many texts as a form may hold.
_MOST_FIELDS = 20_000
_MOST_FILE_FIELDS, _LONGEST_FIELD = 50, 10_000
_FORM, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


async def fields(request: Request) -> Fields:
    """All that a request says by name: the body over the address. A name said twice in a form is a list.

    Raises Refusal where the body is no UTF-8, no JSON object and no form, or says one name of an object twice.
    """
    return _gathered(_pairs(request.url.query, "the address")) | await whole(request)


async def whole(request: Request) -> Fields:
    """All that the body says by name, where the address says something else. Raises Refusal as `fields` does."""
    raw = await request.body()
    if not raw:
        return {}
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
        raise Refusal(415, "the body is in another encoding; send UTF-8")
    if kind == _MULTIPART:
        return await _multipart(request)
    if kind == _FORM:
        return _gathered(_pairs(_decoded(raw), "the form"))
    if kind in ("", "application/json") or kind.endswith("+json"):
        return _object(_decoded(raw))
    raise Refusal(415, f"the body is {kind[:60]!r}; send JSON (Content-Type: application/json) or a form")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"the body is not UTF-8 (byte {error.start}); send it in UTF-8") from None


def _object(text: str) -> Fields:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_number)
        # half a surrogate pair can be written in JSON, but is no character
        text.isascii() and json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise Refusal(400, f"the body is no JSON (line {error.lineno}, column {error.colno}: {error.msg})") from None
    except UnicodeEncodeError:
        raise Refusal(400, "the body holds half a character (a lone surrogate); send whole ones") from None
    except (ValueError, RecursionError):
        raise Refusal(400, "the body is no JSON that can be read: a number too long, or lists too deep") from None
    if not isinstance(found, dict):
        raise Refusal(400, "the body is JSON, but no object; send {…} with names")
    return found


def _once(pairs: list[tuple[str, Any]]) -> Fields:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refusal(400, f"the body says {twice[:40]!r} twice; say it once")
    return found


def _number(word: str) -> None:
    raise Refusal(400, f"the body holds {word}, which is no JSON; leave it out")


def _pairs(text: str, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise Refusal(400, f"{where} is not UTF-8; send it in UTF-8, with its letters written as %D2%9B") from None
    except ValueError:
        raise Refusal(400, f"{where} has more than {_MOST_FIELDS:,} fields; send fewer") from None


async def upload(request: Request) -> tuple[Fields, UploadFile | None]:
    """What a form with one file says, and the file, which is not in memory yet; whoever asks closes it.

    Raises Refusal where it is no such form. How many bytes there are at most was checked before.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _MULTIPART:
        raise Refusal(400, f"the body is no form with a file; send it as {_MULTIPART}")
    try:
        form = await request.form(max_files=1, max_fields=_MOST_FILE_FIELDS, max_part_size=_LONGEST_FIELD)
    except HTTPException:
        raise Refusal(400, "the form can't be read: send one file, and short fields beside it") from None
    said = _gathered([(name, value) for name, value in form.multi_items() if isinstance(value, str)])
    files = [value for name, value in form.multi_items() if name == "file" and not isinstance(value, str)]
    return _gathered(_pairs(request.url.query, "the address")) | said, files[0] if files else None


async def _multipart(request: Request) -> Fields:
    try:
        form = await request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=100_000_000)
    except HTTPException:
        raise Refusal(400, "the form can't be read: files are not taken, or its parts are not parted right") from None
    return _gathered([(name, value) for name, value in form.multi_items() if isinstance(value, str)])


def _gathered(pairs: list[tuple[str, str]]) -> Fields:
    found: Fields = {}
    for name, value in pairs:
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def string(said: Fields, name: str, default: str | None = None) -> str:
    """A field that is one string. Raises Refusal where it is anything else, or missing without a default."""
    value = said.get(name)
    if value is None:
        if default is None:
            raise Refusal(400, f"{name} is missing; send it as a string")
        return default
    if not isinstance(value, str):
        raise Refusal(400, f"{name} is no string; send one string")
    return value


def strings(said: Fields, name: str) -> list[str]:
    """A field that is a string or a list of them. Raises Refusal where it is missing or anything else."""
    value = said.get(name)
    if isinstance(value, str):
        return [value]
    if value is None:
        raise Refusal(400, f"{name} is missing; send a string or a list of strings")
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Refusal(400, f"{name} is neither a string nor a list of strings; send one of these")
    return list(value)
