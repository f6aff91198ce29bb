"""Keys made from the installation's own: one for the seal of a row, one that signs badges.

Both hang on AUDIT_KEY, which lives as long as the installation: whoever has only the database can make no certificate.
"""

import hashlib
import hmac
import json
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from joserfc import jws
from joserfc.jwk import ECKey

from ..models import Certificate

# Order of the curve P-256 (FIPS 186-4, D.1.2.3).
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def seal_of(certificate: Certificate) -> str:
    """Make the seal of a certificate's frozen facts: 64 hexadecimal signs."""
    words = json.dumps(certificate.facts, sort_keys=True, ensure_ascii=False)
    return hmac.new(_derived(b"certificate seal", 32), words.encode(), hashlib.sha256).hexdigest()


def is_sealed(certificate: Certificate) -> bool:
    """Say whether the facts are those that were sealed."""
    return hmac.compare_digest(seal_of(certificate), certificate.seal)


def signed(payload: dict, key_url: str) -> str:
    """Sign a credential as a JSON Web Token (ES256), in its compact form.

    Args:
        payload: the credential with its registered claims.
        key_url: whole address at which the public key is read.
    """
    header = {"alg": "ES256", "typ": "JWT", "kid": key_url}
    words = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return jws.serialize_compact(header, words.encode(), _key(settings.AUDIT_KEY), algorithms=["ES256"])


def opened(token: str) -> dict:
    """Read a token of ours after checking its signature.

    Raises:
        joserfc.errors.JoseError: if the signature is not ours.
    """
    return json.loads(jws.deserialize_compact(token, _key(settings.AUDIT_KEY), algorithms=["ES256"]).payload)


def key_name() -> str:
    """Name the public key by its thumbprint (RFC 7638)."""
    return _key(settings.AUDIT_KEY).thumbprint()


def public_key() -> dict:
    """Give the public key as a JWK, for whoever checks a badge."""
    return _key(settings.AUDIT_KEY).as_dict(private=False) | {"kid": key_name(), "use": "sig", "alg": "ES256"}


@lru_cache(maxsize=2)
def _key(_secret: str) -> ECKey:
    """Make the signing key; it is cached for the secret it was derived from."""
    # 64 bytes brought below the order of the curve: the bias is far under what could be noticed (FIPS 186-5, A.2.1).
    number = int.from_bytes(_derived(b"badge signature", 64)) % (_P256_ORDER - 1) + 1
    private = ec.derive_private_key(number, ec.SECP256R1())
    return ECKey.import_key(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _derived(purpose: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=b"snodo certification", info=purpose).derive(settings.AUDIT_KEY.encode())
