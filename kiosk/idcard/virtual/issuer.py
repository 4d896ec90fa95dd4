"""A test country's signature over a card's data groups.

Keys are made afresh unless they are loaded, and the certificates name themselves as practice, so that a kiosk
outside practice mode refuses them. Source: ICAO 9303-10, 4.6.2; RFC 5652.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.idcard import keys, tlv
from kiosk.idcard.card_security import CONTENT as CARD_SECURITY
from kiosk.idcard.lds import SOD_TAG
from kiosk.idcard.rng import Rng
from kiosk.idcard.sod import LDS_OBJECT, DataGroupHash, DataGroupHashes, LdsSecurityObject
from kiosk.idcard.virtual.authority import Dates, Identity, make_authority, make_signer

_HASH = "sha256"
_DER_SET = b"\x31"


class Issuer:
    """One country with one document signer. The same person's card is the same bytes each time."""

    def __init__(self, authority: Identity, signer: Identity, signs_at: datetime) -> None:
        self._authority = authority
        self._signer = signer
        self._signs_at = signs_at

    @classmethod
    def fresh(cls, dates: Dates, rng: Rng, country: str = "VN") -> Issuer:
        """Return a new country with random keys."""
        authority = make_authority(country, dates.csca, rng)
        return cls(authority, make_signer(authority, country, dates.signer, rng), dates.signs_at)

    @classmethod
    def load(cls, text: bytes) -> Issuer:
        """Return the country that `dump` wrote. Raises ValueError."""
        try:
            document = json.loads(text)
            authority, signer = (Identity.load(document[name]) for name in ("authority", "signer"))
            return cls(authority, signer, datetime.fromisoformat(document["signs_at"]))
        except (KeyError, TypeError) as error:
            raise ValueError("issuer file") from error

    def dump(self) -> bytes:
        """Return the country as a file. Secret, though only of a test country."""
        document = {"authority": self._authority.dump(), "signer": self._signer.dump()}
        return json.dumps(document | {"signs_at": self._signs_at.isoformat()}).encode("ascii")

    def foreign(self, rng: Rng) -> Issuer:
        """Return another authority that bears this one's name, as a forger would make."""
        own = self._authority.certificate
        valid = (own.not_valid_before_utc, own.not_valid_after_utc)
        signer = self._signer.certificate
        authority = make_authority("VN", valid, rng)
        valid = (signer.not_valid_before_utc, signer.not_valid_after_utc)
        return Issuer(authority, make_signer(authority, "VN", valid, rng), self._signs_at)

    def expired(self) -> Issuer:
        """Return this issuer signing a day after its document signer's certificate ended."""
        return Issuer(
            self._authority, self._signer, self._signer.certificate.not_valid_after_utc + timedelta(days=1)
        )

    def stream(self, label: str) -> Rng:
        """Return an rng that gives the same bytes each time for this country and label: a chip's own keys.

        An RSA key is still made afresh: nothing here makes primes.
        """
        seed = self._signer.key.private_numbers().private_value.to_bytes(32, "big") + label.encode("utf-8")
        count = 0

        def rng(size: int) -> bytes:
            nonlocal count
            count += 1
            return hashlib.shake_256(seed + count.to_bytes(4, "big")).digest(size)

        return rng

    @property
    def csca_der(self) -> bytes:
        """The country signing certificate, to be configured as an anchor."""
        return self._authority.der

    def sign(self, groups: Mapping[int, bytes]) -> bytes:
        """Return EF.SOD over these data groups."""
        return tlv.encode(SOD_TAG, self._signed(LDS_OBJECT, _lds_object(groups).dump()))

    def sign_card_security(self, infos: bytes) -> bytes:
        """Return EF.CardSecurity over a set of SecurityInfos."""
        return self._signed(CARD_SECURITY, infos)

    def _signed(self, kind: str, payload: bytes) -> bytes:
        content = {"content_type": kind, "content": core.ParsableOctetString(payload)}
        data = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algos.DigestAlgorithm({"algorithm": _HASH})],
                "encap_content_info": content,
                "certificates": [asn1_x509.Certificate.load(self._signer.der)],
                "signer_infos": [self._signer_info(kind, payload)],
            }
        )
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": data}).dump())

    def _signer_info(self, kind: str, payload: bytes) -> cms.SignerInfo:
        certificate = asn1_x509.Certificate.load(self._signer.der)
        name = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        attributes = self._attributes(kind, payload)
        scheme = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        return cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(name)),
                "digest_algorithm": algos.DigestAlgorithm({"algorithm": _HASH}),
                "signed_attrs": attributes,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
                "signature": self._signer.key.sign(_DER_SET + attributes.dump()[1:], scheme),
            }
        )

    def _attributes(self, kind: str, payload: bytes) -> cms.CMSAttributes:
        values = {
            "content_type": cms.ContentType(kind),
            "signing_time": cms.Time("utc_time", self._signs_at),
            "message_digest": keys.digest(_HASH, payload),
        }
        return cms.CMSAttributes(
            [cms.CMSAttribute({"type": name, "values": [value]}) for name, value in values.items()]
        )


def _lds_object(groups: Mapping[int, bytes]) -> LdsSecurityObject:
    hashed = [
        DataGroupHash({"number": number, "value": keys.digest(_HASH, data)})
        for number, data in sorted(groups.items())
    ]
    return LdsSecurityObject(
        {"version": 0, "hash_algorithm": {"algorithm": _HASH}, "hashes": DataGroupHashes(hashed)}
    )
