"""Checks the AsyncAPI document: by an independent model of AsyncAPI 3.0, and that every reference leads somewhere.

Usage: asyncapi.py DOCUMENT
"""

import json
import pathlib
import sys

from pydantic_asyncapi.v3 import AsyncAPIV3

document = pathlib.Path(sys.argv[1]).resolve()


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def lookup(root, pointer):
    node = root
    for part in pointer.split("/")[1:]:
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


api = load(document)
AsyncAPIV3.model_validate(api)
count = 0
for reference in references(api):
    file, _, pointer = reference.partition("#")
    root = load(document.parent / file) if file else api
    lookup(root, pointer)
    count += 1
for name, channel in api["channels"].items():
    parameters = {part[1:-1] for part in channel["address"].split(".") if part.startswith("{")}
    assert parameters == set(channel.get("parameters", {})), f"{name}: parameters of its address"
    assert channel["bindings"]["amqp"]["bindingVersion"] == "0.3.0", f"{name}: binding version"
    assert channel["messages"], f"{name}: no messages"
used = {operation["channel"]["$ref"].rsplit("/", 1)[1] for operation in api["operations"].values()}
assert used == set(api["channels"]), "every channel has an operation"
print(f"{count} references, {len(api['channels'])} channels, {len(api['operations'])} operations")
