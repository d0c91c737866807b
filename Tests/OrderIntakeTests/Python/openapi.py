"""Holds the OpenAPI document of order-intake to the contracts and to the specification.

Usage: openapi.py DOCUMENT SCHEMAS [--rewrite]

Its schemas of orders and answers are those of the messages; --rewrite takes them over from SCHEMAS, the folder of the
contracts. Then: the document is valid by openapi-spec-validator, and its examples are by its own schemas.
"""

import json
import pathlib
import sys

MESSAGES = {
    "SubmitOrder": "waybill.intake.order.submit.v1",
    "SubmissionAccepted": "waybill.intake.submission.accepted.v1",
}


def moved(node):
    """The same with references to where a document of OpenAPI keeps its schemas."""
    if isinstance(node, dict):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else moved(value)
            for key, value in node.items()
        }
    return [moved(value) for value in node] if isinstance(node, list) else node


def of_the_contracts(folder):
    schemas = {}
    for name, message in MESSAGES.items():
        schema = moved(json.loads((folder / f"{message}.json").read_text(encoding="utf-8")))
        for key in ("$schema", "$id", "title"):
            schema.pop(key)
        for definition, content in {**schema.pop("$defs"), name: schema}.items():
            assert schemas.setdefault(definition, content) == content, f"two schemas are named {definition}"
    return schemas


path, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
document = json.loads(path.read_text(encoding="utf-8"))
contracts = of_the_contracts(folder)
if "--rewrite" in sys.argv:
    document["components"]["schemas"] |= contracts
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
for name, schema in contracts.items():
    if document["components"]["schemas"].get(name) != schema:
        sys.exit(f"schema {name} is not that of the contracts; run this with --rewrite")

import jsonschema
import openapi_spec_validator

openapi_spec_validator.validate(document, cls=openapi_spec_validator.OpenAPIV31SpecValidator)


def check(content, place):
    schema = {**content["schema"], "components": document["components"]}
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for name, example in content.get("examples", {}).items():
        for error in validator.iter_errors(example["value"]):
            sys.exit(f"{place}, example {name}: {error.json_path}: {error.message}")


answers = 0
for place, item in document["paths"].items():
    for operation in item.values():
        if "requestBody" in operation:
            check(operation["requestBody"]["content"]["application/json"], place)
        for status, response in operation["responses"].items():
            if "$ref" in response:
                response = document["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
            for content in response.get("content", {}).values():
                check(content, f"{place} {status}")
                answers += 1
print(f"{len(contracts)} schemas of the contracts, {answers} answers")
