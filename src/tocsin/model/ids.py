"""Identifiers. All are derived from content, so the same input gives the same ids on every machine and re-run."""

import base64
import hashlib


def content_id(prefix: str, *parts: object) -> str:
    """An id such as ``em_5k2q…``: ``prefix``, an underscore and 16 base-32 characters of a SHA-256 over ``parts``.

    Parts are joined with a unit separator, so ``("ab", "c")`` and ``("a", "bc")`` differ. 80 bits keep accidental
    collisions below one in a billion up to some 50 million rows.
    """
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:10]
    return f"{prefix}_{base64.b32encode(digest).decode('ascii').lower()}"


def text_hash(text: str) -> str:
    """SHA-256 (hex) of a text; lone surrogates are hashed as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
