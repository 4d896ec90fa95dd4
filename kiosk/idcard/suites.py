"""Key derivation, encryption and MAC of 3DES and AES, as ICAO 9303-11, section 9 fixes them."""

from __future__ import annotations

import hashlib
from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from cryptography.hazmat.primitives.constant_time import bytes_eq

from kiosk.idcard.faults import malformed

_DES_KEY = 8
_ENC, _MAC, _PI = 1, 2, 3
MAC_SIZE = 8


class Suite(Enum):
    """One of the four ciphers; the value is the key's length in bytes and whether it is AES."""

    TDES = (16, False)
    AES128 = (16, True)
    AES192 = (24, True)
    AES256 = (32, True)

    @property
    def is_aes(self) -> bool:
        """True for AES."""
        return self.value[1]

    @property
    def block(self) -> int:
        """Bytes in a block, which is also the size of the send sequence counter."""
        return 16 if self.is_aes else 8

    def derive(self, secret: bytes, counter: int) -> bytes:
        """Return KDF(secret, counter). Source: ICAO 9303-11, 9.7.1."""
        length = self.value[0]
        sha = hashlib.sha256 if length > 16 else hashlib.sha1  # noqa: PLR2004 -- AES-192 and 256 take SHA-256
        key = sha(secret + counter.to_bytes(4, "big")).digest()[:length]
        return key if self.is_aes else _with_parity(key)

    def session_keys(self, secret: bytes) -> tuple[bytes, bytes]:
        """Return KSenc and KSmac."""
        return self.derive(secret, _ENC), self.derive(secret, _MAC)

    def password_key(self, password: bytes) -> bytes:
        """Return Kπ, which hides PACE's nonce."""
        return self.derive(password, _PI)

    def encrypt(self, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
        """Return the CBC ciphertext of whole blocks; no IV given: zeros."""
        encryptor = Cipher(self._algorithm(key), modes.CBC(iv or bytes(self.block))).encryptor()
        return encryptor.update(data) + encryptor.finalize()

    def decrypt(self, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
        """Return the plaintext of whole blocks. Raises CardFault MALFORMED when they aren't whole."""
        if not data or len(data) % self.block:
            raise malformed("ciphertext isn't whole blocks")
        decryptor = Cipher(self._algorithm(key), modes.CBC(iv or bytes(self.block))).decryptor()
        return decryptor.update(data) + decryptor.finalize()

    def mac(self, key: bytes, data: bytes) -> bytes:
        """Return eight bytes. AES: CMAC; 3DES: retail MAC over data that this pads (9303-11, 9.7.4)."""
        if self.is_aes:
            cmac = CMAC(AES(key))
            cmac.update(data)
            return cmac.finalize()[:MAC_SIZE]
        return _retail_mac(key, pad(data, 8))

    def message_mac(self, key: bytes, data: bytes) -> bytes:
        """Return the MAC of a protected message, padded with both ciphers (9303-11, 9.8.6, 9.8.7)."""
        return self.mac(key, pad(data, self.block) if self.is_aes else data)

    def _algorithm(self, key: bytes) -> BlockCipherAlgorithm:
        return AES(key) if self.is_aes else TripleDES(key + key[:_DES_KEY])


def pad(data: bytes, block: int) -> bytes:
    """Return data padded by ISO/IEC 9797-1, method 2."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes) -> bytes:
    """Take that padding away. Raises CardFault MALFORMED."""
    stripped = data.rstrip(b"\x00")
    if not stripped.endswith(b"\x80"):
        raise malformed("padding")
    return stripped[:-1]


def same(left: bytes, right: bytes) -> bool:
    """Compare in constant time."""
    return bytes_eq(left, right)


def _with_parity(key: bytes) -> bytes:
    return bytes((octet & 0xFE) | (octet >> 1).bit_count() % 2 ^ 1 for octet in key)


def _retail_mac(key: bytes, padded: bytes) -> bytes:
    """ISO/IEC 9797-1 MAC algorithm 3 with DES: single DES along, triple at the end."""
    left, right = key[:_DES_KEY], key[_DES_KEY:]
    chain = Cipher(TripleDES(left * 3), modes.CBC(bytes(8))).encryptor()
    last = (chain.update(padded) + chain.finalize())[-8:]
    # D with the right half then E with the left one: the tail of triple DES with two keys
    undo = Cipher(TripleDES(right * 3), modes.ECB()).decryptor()  # noqa: S305 -- one block, as the standard says
    redo = Cipher(TripleDES(left * 3), modes.ECB()).encryptor()  # noqa: S305 -- the same
    return redo.update(undo.update(last) + undo.finalize()) + redo.finalize()
