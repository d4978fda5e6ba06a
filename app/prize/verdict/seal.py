"""Sealing a verdict so that it can be proven afterwards that nothing was changed (docs/seal.md). Pure.

The sealed text is JSON with its keys in order, no spaces and UTF-8; the commitment is its SHA-256. The secret nonce in
it is why nobody can try out the few possible winners until one fits.
"""

import hashlib
import hmac
import json
import secrets
from typing import Any

NONCE_BYTES = 32


def new_nonce() -> str:
    """32 bytes that nobody can guess, as 64 figures of base sixteen."""
    return secrets.token_hex(NONCE_BYTES)


def seal(content: dict[str, Any], nonce: str) -> str:
    """The exact text that the commitment is made of. Raises ValueError for a nonce that could be tried out."""
    if len(bytes.fromhex(nonce)) < NONCE_BYTES:
        raise ValueError(f"a nonce has {NONCE_BYTES} bytes")
    return json.dumps({**content, "nonce": nonce}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment_of(sealed: str) -> str:
    """SHA-256 of the text's UTF-8, as 64 figures of base sixteen."""
    return hashlib.sha256(sealed.encode()).hexdigest()


def proves(sealed: str, commitment: str) -> bool:
    """Whether this is the text that the commitment was made of."""
    return hmac.compare_digest(commitment_of(sealed), commitment)
