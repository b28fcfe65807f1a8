"""What took time to make and can be made again, kept on this machine from one run to the next.

Each thing is written whole or not at all and read with its SHA-256, so that a cache which is damaged, in use
by others or not writable costs time and nothing else. What is kept, others decide.
"""

import contextlib
import hashlib
import os

from ubltools.errors import ConfigurationError
from ubltools.validation.places import cache


def load(name: str) -> bytes | None:
    """What is kept under a name; None when there is nothing that is whole."""
    try:
        content = (cache() / name).read_bytes()
    except (OSError, ConfigurationError):
        return None
    digest, _, kept = content.partition(b"\n")
    return kept if digest == _digest(kept) else None


def keep(name: str, content: bytes) -> None:
    """Keep something under a name, if that can be done."""
    with contextlib.suppress(OSError, ConfigurationError):
        folder = cache()
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f".{name}.{os.getpid()}"
        try:
            temporary.write_bytes(_digest(content) + b"\n" + content)
            temporary.replace(folder / name)
        finally:
            temporary.unlink(missing_ok=True)


def can_keep() -> bool:
    """Whether it is worth making something to keep."""
    try:
        cache().mkdir(parents=True, exist_ok=True)
        return os.access(cache(), os.W_OK)
    except (OSError, ConfigurationError):
        return False


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
