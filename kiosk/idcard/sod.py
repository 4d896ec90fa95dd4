"""EF.SOD: the issuer's signature over the data groups' hashes. Source: ICAO 9303-10, 4.6.2; RFC 5652.

Parsing and the signature itself; whether the signer is to be believed is `passive.py`'s question.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, x509

from kiosk.idcard import keys, tlv
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.keys import ASN1_ERRORS
from kiosk.idcard.lds import SOD_TAG
from kiosk.idcard.suites import same

LDS_OBJECT = "2.23.136.1.1.1"
_DER_SET = b"\x31"


class DataGroupHash(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012 -- asn1crypto's way


class DataGroupHashes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = DataGroupHash


class LdsSecurityObject(core.Sequence):  # type: ignore[misc]
    _fields = [  # noqa: RUF012 -- asn1crypto's way
        ("version", core.Integer),
        ("hash_algorithm", cms.DigestAlgorithm),
        ("hashes", DataGroupHashes),
        ("version_info", core.Any, {"optional": True}),
    ]


@dataclass(frozen=True, slots=True)
class SecurityObject:
    """A parsed EF.SOD whose own signature holds."""

    signer: x509.Certificate = field(repr=False)
    hash_name: str
    signature_hash: str
    signed_at: datetime | None
    hashes: dict[int, bytes] = field(repr=False)


def parse(data: bytes) -> SecurityObject:
    """Return the security object after checking its signature with the signer inside it.

    Raises CardFault MALFORMED, UNSUPPORTED; TAMPERED when the signature or the digest is wrong.
    """
    try:
        return _parse(tlv.unwrap(data, SOD_TAG))
    except ASN1_ERRORS:
        raise malformed("EF.SOD") from None


def _parse(data: bytes) -> SecurityObject:
    payload, security = open_signed(data, LDS_OBJECT)
    lds = LdsSecurityObject.load(payload)
    hash_name = str(lds["hash_algorithm"]["algorithm"].native)
    hashes = {int(item["number"].native): bytes(item["value"].native) for item in lds["hashes"]}
    return replace(security, hash_name=hash_name, hashes=hashes)


def open_signed(data: bytes, content_type: str) -> tuple[bytes, SecurityObject]:
    """Return a CMS's content, and who signed it and when, after checking the signature.

    Raises CardFault MALFORMED, UNSUPPORTED, TAMPERED, and asn1crypto's errors.
    """
    signed = signed_data(data)
    content = signed["encap_content_info"]
    if content["content_type"].dotted != content_type or len(signed["signer_infos"]) != 1:
        raise malformed("CMS content")
    payload = bytes(content["content"].contents)
    info = signed["signer_infos"][0]
    signer = find_signer(info, certificates(signed))
    check_signature(info, signer, content_type, payload)
    return payload, SecurityObject(signer, "", _hash_of(info), _signed_at(info), {})


def signed_data(data: bytes) -> Any:
    """Return the SignedData of a ContentInfo. Raises CardFault MALFORMED or ValueError and its like."""
    info = cms.ContentInfo.load(data, strict=True)
    if info["content_type"].native != "signed_data":
        raise malformed("CMS content")
    return info["content"]


def certificates(signed: Any) -> list[x509.Certificate]:
    """Return the certificates that a SignedData carries."""
    return [choice.chosen for choice in signed["certificates"] or () if choice.name == "certificate"]


def find_signer(info: Any, candidates: list[x509.Certificate]) -> x509.Certificate:
    """Return the certificate that a SignerInfo names. Raises CardFault SIGNER_UNTRUSTED when missing."""
    wanted = info["sid"].chosen
    for candidate in candidates:
        if info["sid"].name == "subject_key_identifier":
            found = candidate.key_identifier == wanted.native
        else:
            found = candidate.serial_number == wanted["serial_number"].native
            found = found and candidate.issuer == wanted["issuer"]
        if found:
            return candidate
    raise CardFault(Fault.SIGNER_UNTRUSTED, "the signer's certificate is missing")


def check_signature(info: Any, signer: x509.Certificate, content_type: str, payload: bytes) -> None:
    """Check digest, content type and signature of a SignerInfo. Raises CardFault TAMPERED, UNSUPPORTED."""
    attributes = info["signed_attrs"]
    digest = keys.digest(str(info["digest_algorithm"]["algorithm"].native), payload)
    signed = payload
    if isinstance(attributes, cms.CMSAttributes) and len(attributes):
        found = {attribute["type"].native: attribute["values"] for attribute in attributes}
        if found["content_type"][0].dotted != content_type:
            raise CardFault(Fault.TAMPERED, "content type")
        if not same(bytes(found["message_digest"][0].native), digest):
            raise CardFault(Fault.TAMPERED, "message digest")
        signed = _DER_SET + attributes.dump()[1:]
    key = keys.load_public_key(signer.public_key.dump())
    algorithm = info["signature_algorithm"]
    if not keys.verify(key, algorithm, bytes(info["signature"].native), signed, _hash_of(info)):
        raise CardFault(Fault.TAMPERED, "signature")


def _hash_of(info: Any) -> str:
    return keys.signature_hash(info["signature_algorithm"], str(info["digest_algorithm"]["algorithm"].native))


def _signed_at(info: Any) -> datetime | None:
    attributes = info["signed_attrs"]
    for attribute in attributes if isinstance(attributes, cms.CMSAttributes) else ():
        if attribute["type"].native == "signing_time":
            time: datetime = attribute["values"][0].native
            return time
    return None
