"""What docs/protocol says of a call's signature beyond what our kiosk sends, made by hand (RFC 9421, 2.5)."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from requests.structures import CaseInsensitiveDict

from kiosk.core import cose
from portal.api.signatures import Call, signer_of
from portal.problems import Problem, Refused

KEY = Ed25519PrivateKey.from_private_bytes(b"\x03" * 32)
KEY_ID = cose.key_id(KEY.public_key()).hex()
NOW_S = 1_795_500_000
BODY = b"{}"
VALUES = {
    "@method": "POST",
    "@authority": "portal.example",
    "@path": "/v1/state",
    "@query": "?",
    "content-digest": f"sha-256=:{base64.b64encode(hashlib.sha256(BODY).digest()).decode()}:",
    "content-type": "application/json",
}
USUAL = {"created": str(NOW_S), "keyid": f'"{KEY_ID}"', "alg": '"ed25519"', "tag": '"motcua-v1"'}


def _signature(**changed: str | None) -> tuple[str, str]:
    """Return a signature's input and value; None leaves a parameter out."""
    parameters = {name: value for name, value in (USUAL | changed).items() if value is not None}
    covered = " ".join(f'"{name}"' for name in VALUES)
    line = f"({covered})" + "".join(f";{name}={value}" for name, value in parameters.items())
    base = "".join(f'"{name}": {value}\n' for name, value in VALUES.items()) + f'"@signature-params": {line}'
    return line, f":{base64.b64encode(KEY.sign(base.encode())).decode()}:"


def _call(*signatures: tuple[str, str]) -> Call:
    inputs = ", ".join(f"s{number}={line}" for number, (line, _) in enumerate(signatures))
    values = ", ".join(f"s{number}={value}" for number, (_, value) in enumerate(signatures))
    headers: CaseInsensitiveDict[Any] = CaseInsensitiveDict(
        {
            "Content-Type": VALUES["content-type"],
            "Content-Digest": VALUES["content-digest"],
            "Signature-Input": inputs,
            "Signature": values,
        }
    )
    return Call("POST", "https://portal.example/v1/state", headers, BODY)


def _signer(call: Call) -> str:
    known = {KEY_ID: KEY.public_key()}
    return signer_of(call, known.get, now_s=NOW_S)


@pytest.mark.parametrize(
    "changed",
    [{}, {"alg": None}, {"nonce": '"n"'}, {"expires": str(NOW_S + 60)}],
    ids=["usual", "no alg", "nonce", "expires later"],
)
def test_signature_is_taken(changed: dict[str, str | None]) -> None:
    assert _signer(_call(_signature(**changed))) == KEY_ID


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"expires": str(NOW_S - 60)}, Problem.SIGNATURE_STALE),
        ({"created": None}, Problem.SIGNATURE_STALE),
        ({"created": str(NOW_S - 301)}, Problem.SIGNATURE_STALE),
        ({"tag": '"other"'}, Problem.CALL_SIGNATURE_INVALID),
        ({"alg": '"rsa-v1_5-sha256"'}, Problem.CALL_SIGNATURE_INVALID),
        ({"keyid": '"0000000000000000"'}, Problem.CALL_SIGNER_UNKNOWN),
    ],
)
def test_signature_is_refused(changed: dict[str, str | None], problem: Problem) -> None:
    with pytest.raises(Refused) as refused:
        _signer(_call(_signature(**changed)))
    assert refused.value.problem is problem


def test_two_signatures_are_refused_and_one_of_another_tag_is_ignored() -> None:
    with pytest.raises(Refused) as refused:
        _signer(_call(_signature(), _signature(nonce='"n"')))
    assert refused.value.problem is Problem.CALL_SIGNATURE_INVALID
    assert _signer(_call(_signature(), _signature(tag='"other"'))) == KEY_ID
