"""A model's files from the Hugging Face hub: what there is, what it needs, and each byte fetched once.

The hub's own library keeps nothing of a download when the program ends, and of a broken one loses up to 10 MB. So the
file that grows lies here, named by what it will be, and the hub is asked for the rest of it.
"""

import errno
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from translate.errors import ModelError

Progress = Callable[[str, int, int], None]
# Small files that say what a model is, fetched and looked at before the weights.
SMALL = (
    "config.json",
    "tokenizer.json",
    "sentencepiece.bpe.model",
    "tokenizer_config.json",
    "model.safetensors.index.json",
    "pytorch_model.bin.index.json",
    "LICENSE",
    "LICENSE.md",
    "README.md",
)
_SAFETENSORS = re.compile(r"model(-\d+-of-\d+)?\.safetensors")
_PICKLED = re.compile(r"pytorch_model(-\d+-of-\d+)?\.bin")
# How often a download is taken up again that brings nothing, and the seconds that the hub may be silent.
_TRIES = 5
_PATIENCE = 30
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file on the hub: its size, and its SHA-256 where it is large, else git's SHA-1 of it."""

    name: str
    size: int
    sha256: str
    sha1: str

    @property
    def key(self) -> str:
        """What tells this file from another of its name: a part of one is never a part of the other."""
        return (self.sha256 or self.sha1)[:16]


@dataclass(frozen=True, slots=True)
class Hub:
    """Where the hub is and who asks; None takes what the hub's library finds in its own settings."""

    endpoint: str | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One revision of a model on the hub, and the files of it that are needed."""

    repository: str
    revision: str
    licence: str
    files: tuple[Listed, ...]

    @property
    def size(self) -> int:
        """Bytes of all of it."""
        return sum(file.size for file in self.files)


def look(repository: str, hub: Hub) -> Snapshot:
    """What the hub holds under a name. Raises ModelError where it can't be had, or has no weights to be taken."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HFValidationError

    with _errors(repository, hub):
        try:
            info = HfApi(hub.endpoint, hub.token).model_info(repository, files_metadata=True, timeout=_PATIENCE)
            files = [_listed(sibling) for sibling in info.siblings or ()]
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, OSError | HFValidationError):
                raise
            raise ModelError(
                f"what answers at {hub.endpoint or 'the hub'} is not the hub: open a web page to see whether this "
                "network asks for a login, then run it again"
            ) from error
    weights = _weights(files)
    if not weights:
        raise ModelError(f"{repository} on the hub holds no model.safetensors and no pytorch_model.bin: name another")
    small = [file for name in SMALL for file in files if file.name == name]
    licence = str(info.card_data.get("license") or "") if info.card_data else ""
    return Snapshot(repository, str(info.sha), licence, (*small, *weights))


def fetch(snapshot: Snapshot, files: tuple[Listed, ...], folder: Path, hub: Hub, progress: Progress) -> None:
    """Bring files into a folder. What lies there whole is left, what lies there in part is gone on with."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        if not whole(file, folder):
            _fetch(snapshot, file, folder, hub, progress)


def missing(files: tuple[Listed, ...], folder: Path) -> int:
    """How many bytes are still to be fetched."""
    return sum(max(0, file.size - _there(file, folder)) for file in files)


def whole(file: Listed, folder: Path) -> bool:
    """Whether a file lies in the folder as the hub has it. A file gets its name when its checksum was right."""
    mark = folder / f".{file.name}.{file.key}.whole"
    path = folder / file.name
    return mark.is_file() and path.is_file() and path.stat().st_size == file.size


def _there(file: Listed, folder: Path) -> int:
    if whole(file, folder):
        return file.size
    part = _part(file, folder)
    return part.stat().st_size if part.is_file() else 0


def _part(file: Listed, folder: Path) -> Path:
    return folder / f"{file.name}.{file.key}.part"


def _fetch(snapshot: Snapshot, file: Listed, folder: Path, hub: Hub, progress: Progress) -> None:
    part = _part(file, folder)
    with part.open("ab") as stream:
        if stream.tell() > file.size:  # can't be this file's beginning
            stream.truncate(0)
        tries = _TRIES
        while (there := stream.tell()) < file.size:
            try:
                with _errors(snapshot.repository, hub):
                    _stream(snapshot, file, stream, hub, progress)
            except _BrokenOffError as error:
                tries = _TRIES if stream.tell() > there else tries - 1
                if not tries:
                    raise ModelError(str(error)) from error.__cause__
                time.sleep(1)
    _check(file, part, snapshot.repository)
    part.replace(folder / file.name)
    (folder / f".{file.name}.{file.key}.whole").touch()


def _stream(snapshot: Snapshot, file: Listed, stream: BinaryIO, hub: Hub, progress: Progress) -> None:
    """Ask for what is not there yet. Each time at the hub itself: where it sends us is good for an hour only."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

    there = stream.tell()
    headers = build_hf_headers(token=hub.token, library_name="audarma") | {"Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
    url = hf_hub_url(snapshot.repository, file.name, revision=snapshot.revision, endpoint=hub.endpoint)
    with get_session().stream("GET", url, headers=headers, follow_redirects=True, timeout=_PATIENCE) as answer:
        hf_raise_for_status(answer)
        if there and answer.status_code != 206:  # the whole file comes again
            stream.truncate(0)
        progress(file.name, stream.tell(), file.size)
        for block in answer.iter_bytes():
            stream.write(block)
            progress(file.name, stream.tell(), file.size)
            if stream.tell() > file.size:
                break


def _check(file: Listed, part: Path, repository: str) -> None:
    with part.open("rb") as stream:
        if file.sha256:
            right = hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
        else:
            digest = hashlib.sha1(f"blob {file.size}\0".encode(), usedforsecurity=False)  # as git names a file
            digest.update(stream.read())
            right = digest.hexdigest() == file.sha1
    if not right:
        part.unlink()
        raise ModelError(f"{file.name} of {repository} came with a wrong checksum and was thrown away: run it again")


class _BrokenOffError(ModelError):
    """The network, not the hub, failed: another try may do."""


@contextmanager
def _errors(repository: str, hub: Hub) -> Iterator[None]:
    """What the hub's library raises, as one line each."""
    from huggingface_hub import errors

    page = f"{(hub.endpoint or 'https://huggingface.co').rstrip('/')}/{repository}"
    try:
        yield
    except errors.GatedRepoError as error:
        raise ModelError(
            f"{repository} is gated: accept its terms at {page}, make a token of kind “read” in your account there, "
            "and set HF_TOKEN to it" + (" (the token that is set has no access)" if hub.token else "")
        ) from error
    except errors.RevisionNotFoundError as error:
        raise ModelError(f"{repository}: the hub no longer has this revision; run it again for the newest") from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise ModelError(
            f"the hub knows no model {repository!r}: check the name; where it is private, set HF_TOKEN"
        ) from error
    except errors.OfflineModeIsEnabled as error:
        raise ModelError("HF_HUB_OFFLINE is set: unset it, or install from a folder or a pack file") from error
    except errors.HfHubHTTPError as error:
        status = getattr(getattr(error, "response", None), "status_code", None)
        if status in (401, 403):
            raise ModelError(
                f"the hub refuses {repository} (status {status}): set HF_TOKEN to a token that may read it, "
                f"and accept its terms at {page}"
            ) from error
        raise ModelError(
            f"the hub answered with status {status} for {repository}: try again later{_OTHERWISE}"
        ) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ModelError("the disk is full: make room and run it again, it goes on where it stopped") from error
        raise ModelError(f"{repository} could not be fetched ({_line(error)}): {_GO_ON}") from error
    except Exception as error:  # the library's network layer raises its own
        if not _network(error):
            raise
        raise _BrokenOffError(f"the hub at {page} can't be reached ({_line(error)}): {_GO_ON}{_OTHERWISE}") from error


_GO_ON = "check the network and run it again, it goes on where it stopped"
_OTHERWISE = (
    "; or bring the model from another machine: `audarma models pack MODEL FILE` there, "
    "`audarma models install FILE` here"
)


def _network(error: Exception) -> bool:
    return type(error).__module__.split(".")[0] in ("httpx", "httpx2", "httpcore", "httpcore2", "ssl")


def _weights(files: list[Listed]) -> list[Listed]:
    """Safetensors where there are any, since a `.bin` is a pickle; one file rather than shards."""
    for pattern in (_SAFETENSORS, _PICKLED):
        found = [file for file in files if pattern.fullmatch(file.name)]
        single = [file for file in found if "-of-" not in file.name]
        if found:
            return single or sorted(found, key=_name)
    return []


def _name(file: Listed) -> str:
    return file.name


def _listed(sibling: Any) -> Listed:
    lfs = sibling.lfs or {}
    sha256 = str(lfs.get("sha256") or "") if _SHA256.fullmatch(str(lfs.get("sha256") or "")) else ""
    return Listed(str(sibling.rfilename), int(sibling.size or 0), sha256, str(sibling.blob_id or ""))


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
