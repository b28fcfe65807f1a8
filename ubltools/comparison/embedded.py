"""Files inside documents: told apart by a checksum, shown by size and checksum, never by content."""

import base64
import hashlib
from typing import Final

from ubltools.lens.codecs import BASE64

_SHOWN: Final = 12  # digits of a checksum that tell two files apart well enough for a person


def checksum(content: str) -> str:
    """The checksum of a text in base64, without its white space."""
    return hashlib.sha256(str(BASE64.read(content)).encode("utf-8", "surrogatepass")).hexdigest()


def described(content: str) -> str:
    """A file in base64 as a person can tell it from another: "file, 12 kB, sha256 ab12cd34ef56"."""
    text = BASE64.read(content)
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return f"damaged file, {len(text)} characters, sha256 {checksum(text)[:_SHOWN]}"
    size = f"{len(data)} bytes" if len(data) < 1000 else f"{(len(data) + 500) // 1000} kB"
    return f"file, {size}, sha256 {hashlib.sha256(data).hexdigest()[:_SHOWN]}"
