"""docs/protocol is whole: schemas are valid, examples fit them, references lead on, vectors come out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from referencing import Registry, Resource

from kiosk.core import cose, enrolment, http_signing, slip_code
from portal.problems import Problem

FOLDER = Path(__file__).parents[3] / "docs" / "protocol"
SCHEMAS = {
    file.name: json.loads(file.read_text(encoding="utf-8")) for file in (FOLDER / "schemas").glob("*.json")
}
EXAMPLES = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (FOLDER / "examples").glob("*.json")
}
OPENAPI = yaml.safe_load((FOLDER / "openapi.yaml").read_text(encoding="utf-8"))
VECTORS = EXAMPLES.pop("vectors")
REGISTRY: Registry[Any] = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_schemas_are_valid_and_have_an_example(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert name == "common.json" or name.removesuffix(".json") in EXAMPLES


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_examples_fit_their_schemas(name: str) -> None:
    validator = jsonschema.Draft202012Validator({"$ref": f"{name}.json"}, registry=REGISTRY)
    validator.validate(EXAMPLES[name])


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_schemas_refuse_an_example_with_another_member(name: str) -> None:
    validator = jsonschema.Draft202012Validator({"$ref": f"{name}.json"}, registry=REGISTRY)
    assert not validator.is_valid(EXAMPLES[name] | {"smuggled": 1})


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        mine = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return mine + [found for value in node.values() for found in _references(value)]
    if isinstance(node, list):
        return [found for value in node for found in _references(value)]
    return []


@pytest.mark.parametrize("reference", sorted(set(_references(OPENAPI))))
def test_references_of_the_openapi_document_lead_somewhere(reference: str) -> None:
    file, _, pointer = reference.partition("#")
    node: Any = SCHEMAS[file.removeprefix("schemas/")] if file else OPENAPI
    for part in pointer.split("/")[1:]:
        node = node[part]
    assert node


def test_every_code_stands_in_the_readme_with_its_status() -> None:
    table = (FOLDER / "README.md").read_text(encoding="utf-8").split("## Errors")[1]
    listed = {
        (code, int(status))
        for codes, status in re.findall(r"^\| (`.+`) \| (\d{3}) \|", table, re.MULTILINE)
        for code in re.findall(r"`(\w+)`", codes)
    }
    assert listed == {(problem.code, problem.status) for problem in Problem}


def test_every_code_of_the_openapi_document_exists() -> None:
    named = set(
        re.findall(r"\b[A-Z]{3,}(?:_[A-Z]+)+\b", (FOLDER / "openapi.yaml").read_text(encoding="utf-8"))
    )
    assert named <= {problem.code for problem in Problem}


def _key(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([VECTORS["keys"][name]["private_byte"]]) * 32)


@pytest.mark.parametrize("name", ["root", "portal", "kiosk"])
def test_vector_of_keys(name: str) -> None:
    public = _key(name).public_key()
    assert VECTORS["keys"][name]["public_key"] == enrolment.text_of_key(public)
    assert VECTORS["keys"][name]["key_id"] == cose.key_id(public).hex()


def test_vector_of_enrolment() -> None:
    vector = VECTORS["enrolment"]
    anchors = enrolment.parse_anchors(json.dumps(EXAMPLES["anchors"]).encode())
    code = enrolment.new_code(anchors, lambda _: bytes.fromhex(vector["secret_hex"]))
    assert vector["anchors_sha256"] == enrolment.hash_of_anchors(anchors).hex()
    assert vector["code"] == code.text()
    request = enrolment.signed_request(code, anchors, key=_key("kiosk"), site_code="TH01")
    assert request.hex() == vector["request_cose_hex"]
    assert enrolment.parse_request(request).secret == code.secret


def test_vector_of_manifest_and_acknowledgement() -> None:
    vector = VECTORS["manifest"]
    signed = cose.sign(vector["payload"].encode(), kind=cose.Kind.MANIFEST, key=_key("kiosk"))
    assert signed.hex() == vector["cose_hex"]
    assert json.loads(vector["payload"]) == EXAMPLES["manifest"]
    acknowledgement = bytes.fromhex(VECTORS["acknowledgement"]["cose_hex"])
    payload = cose.verify(acknowledgement, kind=cose.Kind.ACKNOWLEDGEMENT, key=_key("portal").public_key())
    assert json.loads(payload) == EXAMPLES["acknowledgement"]


def test_vector_of_a_signed_call() -> None:
    vector = VECTORS["signed_call"]
    kept = {"Content-Type", "Upload-Offset", "Upload-Length"}
    headers = {name: value for name, value in vector["headers"].items() if name in kept}
    request = http_signing.Request(vector["method"], vector["url"], headers, vector["body"].encode())
    http_signing.sign(request, key=_key("kiosk"), created_s=vector["created"])
    assert request.headers == vector["headers"]


def test_vector_of_secrets_is_what_the_examples_name() -> None:
    vector = VECTORS["secrets"]
    secret = bytes.fromhex(vector["slip_secret_hex"])
    assert (
        vector["tracking_secret"] == slip_code.tracking_secret(secret) == EXAMPLES["lookup-request"]["secret"]
    )
    assert base64.b64decode(EXAMPLES["access-request"]["slip_secret"]) == secret
    named = EXAMPLES["manifest"]
    assert vector["slip_sha256"] == slip_code.slip_sha256(secret) == named["slip_sha256"]
    assert vector["track_sha256"] == slip_code.track_sha256(secret) == named["track_sha256"]


def test_vector_of_a_slip() -> None:
    vector, named = VECTORS["slip"], EXAMPLES["manifest"]
    at = datetime.fromisoformat(named["submitted_at"])
    secret = bytes.fromhex(VECTORS["secrets"]["slip_secret_hex"])
    claim = slip_code.SlipClaim(named["receipt_code"], secret, named["procedure"], at, named["kiosk_id"])
    assert slip_code.claim_bytes(claim).hex() == vector["payload_hex"]
    assert slip_code.signed_text(claim, _key("kiosk")) == vector["text"]


def test_vector_of_a_days_comparison() -> None:
    vector, asked = VECTORS["reconciliation"], EXAMPLES["reconciliation-request"]
    ids = vector["hashed"].splitlines()
    assert ids == sorted(ids)
    assert "".join(f"{one}\n" for one in ids) == vector["hashed"]
    assert hashlib.sha256(vector["hashed"].encode()).hexdigest() == vector["ids_sha256"]
    assert hashlib.sha256(b"").hexdigest() == vector["no_ids_sha256"]
    assert ids[: asked["count"]] == [EXAMPLES["manifest"]["dossier_id"]]
    assert hashlib.sha256(f"{ids[0]}\n".encode()).hexdigest() == asked["ids_sha256"]


def test_acknowledgement_names_the_manifest_of_the_vector() -> None:
    signed = bytes.fromhex(VECTORS["manifest"]["cose_hex"])
    assert EXAMPLES["acknowledgement"]["manifest_sha256"] == hashlib.sha256(signed).hexdigest()
