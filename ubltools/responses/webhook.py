"""Whether a webhook really comes from Billit: the signature over its raw body.

One function; reading the body is in billit_messages.py.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from typing import Final

TOLERANCE: Final = timedelta(minutes=5)
_HEADER: Final = re.compile(r"t=(?P<t>[0-9]{1,12}),s=(?P<s>[0-9a-f]{64})", re.ASCII)


def verify_signature(
    body: bytes,
    header: str,
    secret: str,
    *,
    now: datetime | None = None,
    tolerance: timedelta = TOLERANCE,
) -> bool:
    """Whether the header Billit-Signature ("t=<unix seconds>,s=<hex>") fits the raw body and is of now.

    s is the HMAC-SHA256 with the secret of the webhook over t, a point and the body as it came, byte for
    byte; its letter case does not matter. A signature older or newer than the tolerance may be a replay and
    does not count. An empty secret fits nothing. now: with its zone; the clock if left out.
    """
    match = _HEADER.fullmatch("".join(header.split()).lower())
    if match is None or not secret:
        return False
    expected = hmac.new(secret.encode(), match["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    fits = hmac.compare_digest(expected, match["s"])
    age = (now or datetime.now(UTC)).timestamp() - int(match["t"])
    return fits and abs(age) <= tolerance.total_seconds()
