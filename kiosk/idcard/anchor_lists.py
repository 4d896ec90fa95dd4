"""CSCA certificates from what issuers publish: DER, PEM, ICAO master lists, and LDIF from the ICAO directory.

A single certificate is trusted because it was configured. Of a list, a self-signed certificate is taken when
its signature holds, and a link certificate when one that was taken signed it. Source: ICAO 9303-12, 9.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from asn1crypto import core, pem, x509

from kiosk.idcard import sod
from kiosk.idcard.certificates import is_authority, load, signed_by
from kiosk.idcard.faults import CardFault, malformed
from kiosk.idcard.keys import ASN1_ERRORS

_MASTER_LIST = "2.23.136.1.1.2"
_LDIF_LIST = re.compile(rb"^(?:pkdMasterListContent|CscaMasterListData)(?:;binary)?:: ?(.+)$", re.MULTILINE)
_LDIF_CERTIFICATE = re.compile(rb"^(?:cACertificate|userCertificate)(?:;binary)?:: ?(.+)$", re.MULTILINE)
_LDIF_FOLD = re.compile(rb"\r?\n ")
_LDIF_START = re.compile(rb"\A(?:#[^\n]*\n|\s)*(?:version:|dn:)")


class Certificates(core.SetOf):  # type: ignore[misc]  # asn1crypto has no types
    _child_spec = x509.Certificate


class MasterList(core.Sequence):  # type: ignore[misc]
    _fields = [("version", core.Integer), ("certificates", Certificates)]  # noqa: RUF012 -- asn1crypto's way


def parse_certificates(data: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a file that may be trusted. Raises CardFault MALFORMED, TAMPERED."""
    try:
        if pem.detect(data):
            ders = [der for kind, _, der in pem.unarmor(data, multiple=True) if kind == "CERTIFICATE"]
            return tuple(load(der) for der in ders)
        if _LDIF_START.match(data):
            return consistent(list(_of_ldif(data)))
        if _is_cms(data):
            return consistent(_of_master_list(data))
        return (load(data),)
    except ASN1_ERRORS:
        raise malformed("anchor") from None


def consistent(listed: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Return the authorities of a list that bear themselves out, directly or by links."""
    waiting = [certificate for certificate in listed if is_authority(certificate)]
    taken = [c for c in waiting if c.issuer == c.subject and _signed(c, [c])]
    waiting = [c for c in waiting if c not in taken]
    while linked := [c for c in waiting if _signed(c, taken)]:
        taken += linked
        waiting = [c for c in waiting if c not in linked]
    return tuple(taken)


def _signed(certificate: x509.Certificate, issuers: list[x509.Certificate]) -> bool:
    for issuer in issuers:
        if issuer.subject != certificate.issuer:
            continue
        try:
            if signed_by(certificate, issuer):
                return True
        except CardFault:  # a key or hash that we don't know: this one can't vouch
            continue
    return False


def _is_cms(data: bytes) -> bool:
    sequence: Any = core.Sequence.load(data, strict=True)
    first = sequence[0]
    return isinstance(first, core.ObjectIdentifier)


def _of_master_list(data: bytes) -> list[x509.Certificate]:
    signed = sod.signed_data(data)
    content = signed["encap_content_info"]
    if content["content_type"].dotted != _MASTER_LIST or len(signed["signer_infos"]) < 1:
        raise malformed("master list")
    payload = bytes(content["content"].contents)
    info = signed["signer_infos"][0]
    signer = sod.find_signer(info, sod.certificates(signed))
    sod.check_signature(info, signer, _MASTER_LIST, payload)
    return [load(certificate.dump()) for certificate in MasterList.load(payload)["certificates"]]


def _of_ldif(data: bytes) -> Iterator[x509.Certificate]:
    whole = _LDIF_FOLD.sub(b"", data)
    try:
        for match in _LDIF_LIST.finditer(whole):
            yield from _of_master_list(base64.b64decode(match[1].strip(), validate=True))
        for match in _LDIF_CERTIFICATE.finditer(whole):
            yield load(base64.b64decode(match[1].strip(), validate=True))
    except binascii.Error:
        raise malformed("LDIF") from None
