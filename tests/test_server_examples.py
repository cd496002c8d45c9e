"""Every route is described with an example, and the server takes the examples as they stand."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from urllib3.filepost import encode_multipart_formdata

from tests.server import Reply, Served, served, until

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What must be there already where a route is asked, and what may be there no more after it.
ORDER = ("GET", "POST", "PATCH", "PUT", "DELETE")


def example(content: dict[str, Any]) -> Any:
    return content["example"] if "example" in content else content["schema"]["examples"][0]


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_route_has_an_example_of_all_that_it_takes(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        described = here.ask("GET", "/openapi.json").json
    lacking = []
    for method, path, operation in operations(described):
        content = operation.get("requestBody", {}).get("content", {})
        if method in ("POST", "PUT", "PATCH") and not content:
            lacking.append(f"{method} {path}: no body")
        for kind, one in content.items():
            if kind == "multipart/form-data":
                properties, needed = one["schema"]["properties"], one["schema"]["required"]
                lacking += [
                    f"{method} {path}: {name}"
                    for name in needed
                    if "example" not in properties[name] and properties[name].get("format") != "binary"
                ]
            if kind == "application/json" and not ("example" in one or one["schema"].get("examples")):
                lacking.append(f"{method} {path}: {kind}")
        for parameter in operation.get("parameters", ()):
            if parameter.get("required") and "example" not in parameter:
                lacking.append(f"{method} {path}: {parameter['name']}")
        if not operation.get("summary"):
            lacking.append(f"{method} {path}: no summary")
    assert lacking == []


def asked(here: Served, method: str, path: str, operation: dict[str, Any], there: dict[str, str]) -> Reply:
    """A route asked as its example says, of what `there` is."""
    words = []
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            begin = path.split("{", maxsplit=1)[0]
            path = path.replace(f"{{{parameter['name']}}}", quote(there.get(begin) or parameter["example"]))
        elif "example" in parameter:
            words.append(f"{parameter['name']}={quote(str(parameter['example']))}")
    address = path + ("?" + "&".join(words) if words else "")
    contents = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in contents:
        properties = contents["multipart/form-data"]["schema"]["properties"]
        fields = {name: one["example"] for name, one in properties.items() if "example" in one}
        body, kind = encode_multipart_formdata({**fields, "file": ("report.txt", "Тоқаев Астанаға келді.".encode())})
        return here.ask(method, address, body, {"Content-Type": kind})
    if "application/json" not in contents:
        return here.ask(method, address)
    said = example(contents["application/json"])
    # a secret is no example: it is the one that was told when the thing was made
    said |= {name: there[name] for name in said if name in there}
    return here.ask(method, address, json.dumps(said), {"Content-Type": "application/json"})


def test_the_examples_are_taken(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        described = here.ask("GET", "/openapi.json").json
        todo = operations(described)
        there: dict[str, str] = {}
        makers = {"/v1/jobs": "id", "/v2/glossaries": "glossary_id", "/v3/glossaries": "glossary_id"}
        for method, path, operation in todo:
            if method == "POST" and path in makers:
                there[f"{path}/"] = asked(here, method, path, operation, there).json[makers[path]]
            if method == "POST" and path == "/v2/document":
                sent = asked(here, method, path, operation, there).json
                there |= {"/v2/document/": sent["document_id"], "document_key": sent["document_key"]}
            if method == "POST" and path == "/translate_file":
                address = urlsplit(asked(here, method, path, operation, there).json["translatedFileUrl"]).path
                there["/download_file/"] = address.split("/")[2]
        document = f"/v2/document/{there['/v2/document/']}"
        until(lambda: here.post(document, {"document_key": there["document_key"]}).json["status"] == "done")
        until(lambda: here.ask("GET", f"/v1/jobs/{there['/v1/jobs/']}").json["status"] == "done")
        # what is undone must have been done, and a whole goes after its parts
        late = {"/v1/glossary/undo": 1}
        ranked = sorted(todo, key=lambda one: (late.get(one[1], 0), ORDER.index(one[0]), -len(one[1])))
        for method, path, operation in ranked:
            reply = asked(here, method, path, operation, there)
            assert reply.status < 300, (method, path, reply.status, reply.raw)
            assert str(reply.status) in operation["responses"], (method, path, reply.status)
