"""Checks the AsyncAPI document: by an independent model of AsyncAPI 3.0, that every reference leads somewhere, and that its
examples are valid by the schemas it refers to.

Usage: asyncapi.py DOCUMENT
"""

import json
import pathlib
import sys
import urllib.parse

import jsonschema
import referencing
import referencing.jsonschema
from asyncapi3 import AsyncAPI3

document = pathlib.Path(sys.argv[1]).resolve()
api = json.loads(document.read_text(encoding="utf-8"))


def retrieve(uri):
    path = pathlib.Path(urllib.parse.unquote(urllib.parse.urlsplit(uri).path))
    return referencing.Resource.from_contents(
        json.loads(path.read_text(encoding="utf-8")), default_specification=referencing.jsonschema.DRAFT202012
    )


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


AsyncAPI3.model_validate(api)

registry = referencing.Registry(retrieve=retrieve)
resolver = registry.resolver(base_uri=document.as_uri())
for reference in references(api):
    resolver.lookup(reference)

for name, channel in api["channels"].items():
    variables = {part[1:-1] for part in channel["address"].split(".") if part.startswith("{")}
    assert variables == set(channel["parameters"]), f"{name}: parameters of its address"
    binding = channel["bindings"]["amqp"]
    assert binding["bindingVersion"] == "0.3.0", f"{name}: binding version"
    assert binding["is"] in ("queue", "routingKey"), f"{name}: what the channel is"
    assert ("queue" in binding) == (binding["is"] == "queue"), f"{name}: queue"
    assert ("exchange" in binding) == (binding["is"] == "routingKey"), f"{name}: exchange"
used = {operation["channel"]["$ref"].rsplit("/", 1)[1] for operation in api["operations"].values()}
assert used == set(api["channels"]), "every channel has an operation"

for name, message in api["components"]["messages"].items():
    # The payload's references are relative to the document.
    schema = {"$id": document.as_uri() + "/../" + document.name, **message["payload"]}
    validator = jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for example in message["examples"]:
        for error in validator.iter_errors(example["payload"]):
            sys.exit(f"{name}: {error.json_path}: {error.message}")
        for kind in ("type", "data"):
            broken = {**example["payload"], kind: 7}
            assert not validator.is_valid(broken), f"{name}: a wrong {kind} is accepted"
print(json.dumps(sorted(message["name"] for message in api["components"]["messages"].values())))
