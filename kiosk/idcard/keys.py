"""Public keys and signatures as certificates and chips carry them.

Keys are parsed here rather than by a library, because many issuers write their curve's parameters out
instead of naming it, which `cryptography` refuses. Source: ICAO 9303-12, 4.1.6; RFC 4055, 5480, 8017.
"""

from __future__ import annotations

from typing import Any

from asn1crypto import algos
from asn1crypto import keys as asn1_keys
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.groups import GROUPS, Group
from kiosk.idcard.other_curves import OtherCurveKey

EcKey = ec.EllipticCurvePublicKey | OtherCurveKey
PublicKey = EcKey | rsa.RSAPublicKey
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 -- refused by policy, recognised to say so
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
CURVES: dict[int, ec.EllipticCurve] = {
    10: ec.SECP224R1(),
    12: ec.SECP256R1(),
    13: ec.BrainpoolP256R1(),
    15: ec.SECP384R1(),
    16: ec.BrainpoolP384R1(),
    17: ec.BrainpoolP512R1(),
    18: ec.SECP521R1(),
}
CURVE_OIDS = {
    "1.3.132.0.33": 10,
    "1.3.36.3.3.2.8.1.1.5": 11,
    "1.2.840.10045.3.1.7": 12,
    "1.3.36.3.3.2.8.1.1.7": 13,
    "1.3.36.3.3.2.8.1.1.9": 14,
    "1.3.132.0.34": 15,
    "1.3.36.3.3.2.8.1.1.11": 16,
    "1.3.36.3.3.2.8.1.1.13": 17,
    "1.3.132.0.35": 18,
}
_MIN_RSA_BITS, _MAX_RSA_BITS, _MAX_EXPONENT_BITS = 1024, 8192, 64
ASN1_ERRORS = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError)
"""What asn1crypto raises on bytes that aren't what they claim; it parses late, at any access."""
_PLAIN_ECDSA = "0.4.0.127.0.7.1.1.4.1."
PLAIN_HASHES = {"1": "sha1", "2": "sha224", "3": "sha256", "4": "sha384", "5": "sha512"}


def hash_named(name: str) -> hashes.HashAlgorithm:
    """Return the hash. Raises CardFault UNSUPPORTED."""
    try:
        return _HASHES[name]
    except KeyError:
        raise CardFault(Fault.UNSUPPORTED, f"hash {name}") from None


def digest(name: str, data: bytes) -> bytes:
    """Return the hash of data."""
    hasher = hashes.Hash(hash_named(name))
    hasher.update(data)
    return hasher.finalize()


def parse_public_key(der: bytes) -> tuple[asn1_keys.PublicKeyInfo, str]:
    """Return a SubjectPublicKeyInfo and its algorithm's name. Raises CardFault MALFORMED."""
    try:
        info = asn1_keys.PublicKeyInfo.load(der, strict=True)
        _ = info.native  # asn1crypto parses late: all of it now
        return info, str(info["algorithm"]["algorithm"].native)
    except ASN1_ERRORS:
        raise malformed("public key") from None


def load_public_key(der: bytes) -> PublicKey:
    """Return a key that can verify. Raises CardFault MALFORMED, UNSUPPORTED."""
    info, algorithm = parse_public_key(der)
    try:
        if algorithm == "ec":
            return _ec_key(curve_of(info), bytes(info["public_key"].native))
        if algorithm in ("rsa", "rsassa_pss"):
            return _rsa_key(info)
    except (*ASN1_ERRORS, UnsupportedAlgorithm):
        raise malformed("public key") from None
    raise CardFault(Fault.UNSUPPORTED, f"key {algorithm}")


def curve_of(info: asn1_keys.PublicKeyInfo) -> Group:
    """Return the curve of an EC key, named or written out. Raises CardFault UNSUPPORTED, MALFORMED."""
    try:
        return _curve(info["algorithm"]["parameters"])
    except ASN1_ERRORS:
        raise malformed("curve") from None


def _curve(parameters: Any) -> Group:
    if parameters.name == "named":
        oid = parameters.chosen.dotted
        if oid not in CURVE_OIDS:
            raise CardFault(Fault.UNSUPPORTED, f"curve {oid}")
        return GROUPS[CURVE_OIDS[oid]]
    if parameters.name != "specified":
        raise CardFault(Fault.UNSUPPORTED, "implicit curve")
    return _written_out(parameters.chosen)


def _written_out(chosen: Any) -> Group:
    """Find the curve whose every parameter is the one written; anything else is refused."""
    prime = int(chosen["field_id"]["parameters"].native)
    a, b = (int.from_bytes(bytes(chosen["curve"][name].native), "big") for name in ("a", "b"))
    generator = bytes(chosen["base"].native)
    for group in GROUPS.values():
        field = group.curve.curve
        same_field = (prime, a, b) == (field.p(), field.a() % field.p(), field.b() % field.p())
        same_base = generator in (group.generator, _compressed(group.generator))
        if same_field and same_base and int(chosen["order"].native) == group.order:
            return group
    raise CardFault(Fault.UNSUPPORTED, "curve written out")


def _compressed(point: bytes) -> bytes:
    """Return a point's other encoding: its x, and whether its y is odd (BSI TR-03111, 3.2.2)."""
    return bytes([2 + point[-1] % 2]) + point[1 : 1 + len(point) // 2]


def _ec_key(group: Group, point: bytes) -> EcKey:
    if group.number not in CURVES:
        return OtherCurveKey.from_point(group, point)
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVES[group.number], point)


def _rsa_key(info: asn1_keys.PublicKeyInfo) -> rsa.RSAPublicKey:
    parsed = info["public_key"].parsed
    numbers = rsa.RSAPublicNumbers(int(parsed["public_exponent"].native), int(parsed["modulus"].native))
    if not _MIN_RSA_BITS <= numbers.n.bit_length() <= _MAX_RSA_BITS:
        raise CardFault(Fault.UNSUPPORTED, "RSA of other than 1024 to 8192 bits")
    if numbers.e.bit_length() > _MAX_EXPONENT_BITS:
        raise CardFault(Fault.UNSUPPORTED, "RSA exponent")
    return numbers.public_key()


def signature_hash(algorithm: algos.SignedDigestAlgorithm, default: str | None = None) -> str:
    """Return the hash that a signature algorithm names; `default` where it names none (CMS).

    Raises CardFault UNSUPPORTED.
    """
    oid = algorithm["algorithm"].dotted
    if oid.startswith(_PLAIN_ECDSA):
        return PLAIN_HASHES.get(str(oid).rsplit(".", 1)[1], str(oid))
    try:
        return str(algorithm.hash_algo)
    except ValueError:
        if default is None:
            raise CardFault(Fault.UNSUPPORTED, f"signature {oid}") from None
        return default


def verify(
    key: PublicKey, algorithm: algos.SignedDigestAlgorithm, signature: bytes, signed: bytes, hash_name: str
) -> bool:
    """Say whether a signature holds. Raises CardFault UNSUPPORTED."""
    chosen = hash_named(hash_name)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, _rsa_padding(algorithm, chosen), chosen)
        else:
            return verify_ecdsa(key, _der_signature(algorithm, signature), signed, hash_name)
    except (InvalidSignature, ValueError):
        return False
    except UnsupportedAlgorithm:
        raise CardFault(Fault.UNSUPPORTED, f"signature {hash_name}") from None
    return True


def verify_ecdsa(key: EcKey, der_signature: bytes, signed: bytes, hash_name: str) -> bool:
    """Say whether a signature (DER) holds. Raises CardFault UNSUPPORTED for a hash that we don't know."""
    chosen = hash_named(hash_name)
    try:
        if isinstance(key, OtherCurveKey):
            return key.holds(*utils.decode_dss_signature(der_signature), digest(hash_name, signed))
        key.verify(der_signature, signed, ec.ECDSA(chosen))
    except (InvalidSignature, ValueError):
        return False
    return True


def _rsa_padding(
    algorithm: algos.SignedDigestAlgorithm, chosen: hashes.HashAlgorithm
) -> padding.AsymmetricPadding:
    if algorithm["algorithm"].native != "rsassa_pss":
        return padding.PKCS1v15()
    parameters = algorithm["parameters"]
    mgf_hash = hash_named(str(parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native))
    salt = int(parameters["salt_length"].native)
    if not isinstance(chosen, hashes.HashAlgorithm) or salt < 0:
        raise malformed("PSS parameters")
    return padding.PSS(padding.MGF1(mgf_hash), salt)


def _der_signature(algorithm: algos.SignedDigestAlgorithm, signature: bytes) -> bytes:
    if algorithm["algorithm"].dotted.startswith(_PLAIN_ECDSA):
        return plain_to_der(signature)
    return signature


def plain_to_der(signature: bytes) -> bytes:
    """Return r ‖ s (BSI TR-03111) as a DER ECDSA signature. Raises ValueError when it can't be halved."""
    if not signature or len(signature) % 2:
        raise ValueError("plain signature")
    half = len(signature) // 2
    return utils.encode_dss_signature(
        int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    )
