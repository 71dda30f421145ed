"""Proof that a request comes from Slack."""

import hmac

OLDEST = 300
"""Seconds after which a signed request may be somebody's replay."""


def genuine(secret: str, timestamp: str, signature: str, body: bytes, now: float) -> bool:
    """Whether Slack signed this body, and lately; header values may be anything at all."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    if abs(now - int(timestamp)) > OLDEST:
        return False
    digest = hmac.digest(secret.encode(), b"v0:%b:%b" % (timestamp.encode(), body), "sha256")
    return hmac.compare_digest(f"v0={digest.hex()}".encode(), signature.encode(errors="replace"))
