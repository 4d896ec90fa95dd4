"""A kiosk as docs/protocol describes it: enrols, seals, uploads, files, asks."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import secrets
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pyrage
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from referencing import Registry, Resource

from kiosk.core import cose, enrolment, http_signing, manifest, signed_lists
from kiosk.xforms import FormSession, parse_form

ROOT = Path(__file__).parents[3]
SCHEMAS = ROOT / "docs" / "protocol" / "schemas"
MANIFEST = "application/cose"
CHUNK = "application/octet-stream"


def check_schema(name: str, document: object) -> None:
    """Fail unless the document is as docs/protocol/schemas says."""
    resources = [
        (file.name, Resource.from_contents(json.loads(file.read_text(encoding="utf-8"))))
        for file in SCHEMAS.glob("*.json")
    ]
    registry: Registry[Any] = Registry().with_resources(resources)
    schema = {"$ref": f"{name}.json"}
    jsonschema.Draft202012Validator(schema, registry=registry).validate(document)


@pytest.fixture(name="check_schema")
def _check_schema() -> Callable[[str, object], None]:
    """`check_schema(name, document)`."""
    return check_schema


# -- a kiosk, as docs/protocol describes it -------------------------------------------------------------


@dataclass
class Kiosk:
    """Enrols, uploads, files, asks."""

    portal: Any
    key: Ed25519PrivateKey
    session: requests.Session
    kiosk_id: str = ""
    cursor: str = ""
    portal_key: Any = None
    recipients: Any = None
    sequence: int = 0
    answer: dict[str, Any] = field(default_factory=dict)

    def enrol(self, code: str) -> requests.Response:
        answer = self.session.post(
            f"{self.portal.url}/v1/enrolment",
            data=self.enrolment_body(code),
            headers={"Content-Type": MANIFEST},
        )
        if answer.ok:
            self.take(answer.json())
        return answer

    def anchors(self) -> enrolment.Anchors:
        return enrolment.parse_anchors(self.session.get(f"{self.portal.url}/v1/enrolment/anchors").content)

    def enrolment_body(self, code: str) -> bytes:
        parsed = enrolment.parse_code(code)
        return enrolment.signed_request(parsed, self.anchors(), key=self.key, site_code="TH01")

    def take(self, answer: dict[str, Any]) -> None:
        check_schema("enrolment-answer", answer)
        root = self.anchors().root
        documents = {
            name: base64.b64decode(answer[name]) for name in ("portal_key", "recipients", "kiosk_keys")
        }
        for name, kind in (
            ("portal_key", "portal-key"),
            ("recipients", "recipients"),
            ("kiosk_keys", "kiosk-keys"),
        ):
            check_schema(kind, json.loads(cose.unverified_payload(documents[name])))
        self.portal_key = signed_lists.verified_portal_key(documents["portal_key"], root=root)
        self.recipients = signed_lists.verified_recipients(documents["recipients"], root=root)
        keys = signed_lists.verified_kiosk_keys(documents["kiosk_keys"], portal=self.portal_key)
        assert keys.kiosk_of(cose.key_id(self.key.public_key())) == answer["kiosk_id"]
        self.kiosk_id, self.cursor, self.answer = answer["kiosk_id"], answer["cursor"], answer

    def call(
        self, method: str, path: str, body: bytes = b"", *, created_s: int | None = None, **headers: str
    ) -> requests.Response:
        """Make a signed call; checks every refusal against the schema."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = http_signing.Request(method, self.portal.url + path, named, body)
        http_signing.sign(
            request, key=self.key, created_s=int(time.time()) if created_s is None else created_s
        )
        return self.send(request)

    def send(self, request: http_signing.Request) -> requests.Response:
        answer = self.session.request(
            request.method,
            request.url,
            data=request.body,
            headers=request.headers,
            timeout=30,
            allow_redirects=False,
        )
        if answer.status_code >= 400 and request.method != "HEAD":
            check_schema("problem", answer.json())
            assert answer.headers["Content-Type"] == "application/problem+json"
        return answer

    def patch(self, sha256: str, data: bytes, offset: int, length: int | None = None) -> requests.Response:
        headers = {"Content_Type": CHUNK, "Upload_Offset": str(offset)}
        if length is not None:
            headers["Upload_Length"] = str(length)
        return self.call("PATCH", f"/v1/blobs/{sha256}", data, **headers)

    def upload(self, data: bytes) -> manifest.SealedFile:
        sha256 = hashlib.sha256(data).hexdigest()
        answer = self.patch(sha256, data, 0, len(data))
        assert answer.status_code == 201, answer.text
        return manifest.SealedFile(sha256, len(data))

    def seal(self, data: bytes) -> bytes:
        recipients = [pyrage.x25519.Recipient.from_str(text) for text in self.recipients.all]
        return bytes(pyrage.encrypt(data, recipients))

    def state(self, cursor: str | None = None, wait_s: float = 0) -> dict[str, Any]:
        heartbeat = {"software": "0.1.0", "queue": 0, "oldest_s": 0, "problems": ["NET-001"]}
        document = {
            "cursor": self.cursor if cursor is None else cursor,
            "wait_s": wait_s,
            "heartbeat": heartbeat,
        }
        check_schema("state-request", document)
        answer = self.call(
            "POST", "/v1/state", json.dumps(document).encode(), Content_Type="application/json"
        )
        assert answer.status_code == 200, answer.text
        check_schema("state-answer", answer.json())
        result: dict[str, Any] = answer.json()
        return result

    def put(self, dossier_id: str, document: bytes) -> requests.Response:
        return self.call("PUT", f"/v1/dossiers/{dossier_id}", document, Content_Type=MANIFEST)

    def new_sample(self) -> Sample:
        """Return a fresh dossier of this kiosk."""
        return new_sample(self)

    def until_opened(self, dossier_id: str) -> dict[str, Any]:
        """Poll until the dossier left the stage `received`; returns its last change."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            changes = [c for c in self.state("", wait_s=0)["changes"] if c.get("dossier_id") == dossier_id]
            if changes and changes[-1]["stage"] != "received":
                return dict(changes[-1])
            time.sleep(0.05)
        raise AssertionError("still not opened")


def new_dossier_id() -> str:
    value = (time.time_ns() // 1_000_000 << 80) | int.from_bytes(secrets.token_bytes(10))
    text = f"{(value & ~(0xF << 76) | 0x7 << 76) & ~(0x3 << 62) | 0x2 << 62:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@pytest.fixture
def new_kiosk(portal: Any) -> Iterator[Callable[[], Kiosk]]:
    """Make kiosks that trust this portal's CA and nobody else; not enrolled yet."""
    sessions: list[requests.Session] = []

    def make() -> Kiosk:
        session = requests.Session()
        session.trust_env = False
        session.verify = str(portal.data / "keys" / "ca.pem")
        sessions.append(session)
        return Kiosk(portal, Ed25519PrivateKey.generate(), session)

    yield make
    for session in sessions:
        session.close()


@pytest.fixture
def kiosk(new_kiosk: Callable[[], Kiosk], portal: Any) -> Kiosk:
    """An enrolled kiosk."""
    made = new_kiosk()
    assert made.enrol(portal.new_code()).status_code == 201
    return made


# -- a dossier ------------------------------------------------------------------------------------------


@dataclass
class Sample:
    """A dossier of an invented person, sealed for the portal, and what a test may bend before sealing."""

    dossier_id: str
    members: dict[str, bytes]
    attachments: list[bytes]
    bend_manifest: dict[str, Any] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)
    """The sealed files, once uploaded."""

    def uploaded(self, kiosk: Kiosk) -> bytes:
        """Seal and upload everything; returns the signed manifest."""
        dossier = json.loads(self.members["dossier.json"])
        sealed = [kiosk.seal(data) for data in self.attachments]
        for entry, data in zip(dossier["attachments"], sealed, strict=False):
            entry["sealed_sha256"] = hashlib.sha256(data).hexdigest()
        self.members["dossier.json"] = json.dumps(dossier).encode()
        self.files = [kiosk.seal(self.zipped()), *sealed]
        parcel, *attachments = (kiosk.upload(data) for data in self.files)
        return self.signed(kiosk, parcel, tuple(attachments))

    def change(self, **members: Any) -> None:
        """Change members of dossier.json."""
        self.members["dossier.json"] = json.dumps(json.loads(self.members["dossier.json"]) | members).encode()

    def zipped(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self.members.items():
                archive.writestr(zipfile.ZipInfo(name), data)  # no time in it: the same bytes each time
        return buffer.getvalue()

    def signed(
        self, kiosk: Kiosk, parcel: manifest.SealedFile, attachments: tuple[manifest.SealedFile, ...]
    ) -> bytes:
        kiosk.sequence += 1
        dossier = json.loads(self.members["dossier.json"])
        payload = {
            "dossier_id": self.dossier_id,
            "procedure": PROCEDURE,
            "procedure_version": VERSION,
            "parcel": {"sha256": parcel.sha256, "bytes": parcel.bytes},
            "attachments": [{"sha256": entry.sha256, "bytes": entry.bytes} for entry in attachments],
            "kiosk_id": kiosk.kiosk_id,
            "sequence": kiosk.sequence,
            "submitted_at": dossier["submitted_at"],
            "receipt_code": dossier["receipt_code"],
            "slip_sha256": "a" * 64,
            "track_sha256": "b" * 64,
        } | self.bend_manifest
        return cose.sign(json.dumps(payload).encode(), kind=cose.Kind.MANIFEST, key=kiosk.key)


PROCEDURE = "3.000348"
PACKAGE = ROOT / "forms" / PROCEDURE
VERSION = tomllib.loads((PACKAGE / "procedure.toml").read_text(encoding="utf-8"))["version"]
SUBMITTED_AT = "2026-11-20T08:06:00+07:00"
ANSWERS = {
    "/data/applicant/full_name": "Lò Thị Ban Mai",
    "/data/applicant/date_of_birth": "1988-03-05",
    "/data/applicant/personal_number": "014188001234",
    "/data/applicant/id_issued": "2024-08-01",
    "/data/applicant/residence": "Tổ 4, phường Tô Hiệu, tỉnh Sơn La",
    "/data/contact/phone": "0912345678",
    "/data/licence/classes": "A1",
    "/data/licence/issuer": "Sở Giao thông vận tải Sơn La",
    "/data/licence/issued": "2015-06-01",
    "/data/request/classes_wanted": "A1",
    "/data/request/reason": "lost",
    "/data/request/suspended": "no",
}


def filled_in(**changed: str) -> bytes:
    """Return the real form's instance with the answers of an invented person."""
    definition = parse_form((PACKAGE / "form.xml").read_bytes(), externals={})
    session = FormSession(definition, now=datetime.fromisoformat(SUBMITTED_AT), seed=1)
    for ref, value in (ANSWERS | changed).items():
        session.set(ref, value)
    return session.submission_xml()


@pytest.fixture
def sample(kiosk: Kiosk) -> Sample:
    """A fresh dossier of this kiosk with two attachments."""
    return new_sample(kiosk)


def new_sample(kiosk: Kiosk) -> Sample:
    """Return a dossier with answers that the real form accepts."""
    dossier_id = new_dossier_id()
    papers = [b"%PDF-1.7 one", b"\xff\xd8\xff two" * 1000]
    dossier = {
        "dossier_id": dossier_id,
        "procedure": {"code": PROCEDURE, "version": VERSION, "name": "Cấp lại giấy phép lái xe"},
        "kiosk_id": kiosk.kiosk_id,
        "started_at": "2026-11-20T08:00:00+07:00",
        "submitted_at": SUBMITTED_AT,
        "receipt_code": "TH01-7Q4K-M2HD",
        "language": "vi",
        "provenance": dict.fromkeys(ANSWERS, "typed"),
        "identity": {"method": "hand", "verified": None, "notes": []},
        "attachments": [
            {
                "key": f"paper{index}",
                "name": f"giấy {index}.pdf",
                "media_type": "application/pdf",
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "sealed_sha256": "0" * 64,
            }
            for index, data in enumerate(papers)
        ],
        "later": [],
    }
    check_schema("dossier", dossier)
    members = {
        "dossier.json": json.dumps(dossier).encode(),
        "instance.xml": filled_in(),
        "dossier.pdf": b"%PDF-1.7",
    }
    return Sample(dossier_id, members, papers)
