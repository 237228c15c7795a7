"""What the page of the documents shows of an OpenAPI document: groups of operations, their fields, and a call to copy."""

import json

METHODS = ("get", "post", "patch", "put", "delete")
DEEPEST = 4


def page_values(document, problems):
    schemas = document["components"]["schemas"]
    groups = {}
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                groups.setdefault((operation.get("tags") or ["Other"])[0], []).append(_operation(path, method, operation, schemas))
    return {
        "info": document["info"],
        "paragraphs": document["info"]["description"].split("\n\n"),
        "groups": [{"name": name, "anchor": name.lower().replace(" ", "-"), "operations": rows} for name, rows in groups.items()],
        "problems": problems,
    }


def _operation(path, method, operation, schemas):
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    success = next((code for code in operation["responses"] if code.startswith("2")), None)
    answer = operation["responses"].get(success, {}).get("content", {}).get("application/json", {}).get("schema")
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "text": operation.get("description", "").replace("`", ""),
        "parameters": [
            {
                "name": parameter["name"], "place": parameter["in"], "required": parameter.get("required", False),
                "kind": kind_of(parameter.get("schema", {}), schemas),
                "text": (parameter.get("description") or parameter.get("schema", {}).get("description", "")).replace("`", ""),
            }
            for parameter in operation.get("parameters", [])
        ],
        "fields": fields_of(body, schemas) if body else [],
        "status": success,
        "answer": fields_of(answer, schemas) if answer else [],
        "example": curl(path, method, example_of(body, schemas) if body else None),
    }  # fmt: skip


def resolved(schema, schemas):
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    return schema


def kind_of(schema, schemas):
    """A schema in a word or two: text, whole number, list of objects, one of…"""
    schema = resolved(schema, schemas)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind_of(part, schemas) for part in schema["anyOf"]))
    if "enum" in schema:
        return "one of " + ", ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {kind_of(schema.get('items', {}), schemas)}"
    if kind == "string":
        return {"date": "day", "date-time": "moment"}.get(schema.get("format"), "text")
    return {"integer": "whole number", "number": "number", "boolean": "true or false", "null": "null", "object": "object"}.get(kind, kind)


def fields_of(schema, schemas, prefix="", depth=0):
    """The fields of an object and of the objects in it, as flat rows."""
    schema = _object_in(schema, schemas)
    rows = []
    for name, inner in schema.get("properties", {}).items():
        meaning = inner.get("description") or resolved(inner, schemas).get("description", "")
        rows.append({
            "name": f"{prefix}{name}", "required": name in schema.get("required", ()), "kind": kind_of(inner, schemas),
            "text": meaning.splitlines()[0].replace("`", "") if meaning else "",
        })  # fmt: skip
        nested = _object_in(inner, schemas)
        if nested.get("properties") and depth < DEEPEST and set(nested["properties"]) not in ({"id", "name"}, {"amount", "currency"}):
            is_list = resolved(inner, schemas).get("type") == "array"
            rows += fields_of(nested, schemas, f"{prefix}{name}{'[]' if is_list else ''}.", depth + 1)
    return rows


def _object_in(schema, schemas):
    schema = resolved(schema, schemas)
    if "anyOf" in schema:
        schema = next((resolved(part, schemas) for part in schema["anyOf"] if part.get("type") != "null"), {})
    return _object_in(schema["items"], schemas) if schema.get("type") == "array" and "items" in schema else schema


def example_of(schema, schemas, depth=0):
    """A value of the schema, from its examples where it has some; what may be left out is left out."""
    schema = resolved(schema, schemas)
    if schema.get("examples"):
        return schema["examples"][0]
    if "default" in schema and schema["default"] is not None:
        return schema["default"]
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas, depth + 1)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            wanted = schema.get("required", ())
            names = [name for name, inner in schema.get("properties", {}).items() if name in wanted or inner.get("examples")]
            return {name: example_of(schema["properties"][name], schemas, depth + 1) for name in names} if depth < DEEPEST else {}
        case "array":
            return [example_of(schema.get("items", {}), schemas, depth + 1)]
        case "integer":
            return 1
        case "number":
            return 1.0
        case "boolean":
            return True
        case "string":
            return {"date": "2026-11-30", "date-time": "2026-11-30T09:00:00Z"}.get(schema.get("format"), "text-0001")
    return None


def curl(path, method, body):
    lines = [f'curl -H "Authorization: Bearer $KEY" "$URL/api/v1{path}"']
    if method != "get":
        lines[0] = lines[0].replace("curl ", f"curl -X {method.upper()} ", 1)
    if body is not None:
        lines.append("-H 'Content-Type: application/json'")
        lines.append("-d '" + json.dumps(body, ensure_ascii=False) + "'")
    return " \\\n  ".join(lines)
