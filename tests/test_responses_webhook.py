"""The signature of a webhook. The vectors were made with openssl:

printf '%s.%s' 1767225600 '{"a": 1}' | openssl dgst -sha256 -hmac secret
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.responses.webhook import TOLERANCE, verify_signature

SECRET = "secret"
BODY = b'{"a": 1}'
WHEN = datetime(2026, 1, 1, tzinfo=UTC)  # 1767225600
DIGEST = "ce088caa1c069a20da5a1c2fc31c6e02327dc623e29b69b802d2a74b6cbac2fd"
HEADER = f"t=1767225600,s={DIGEST}"


def test_a_signature_made_elsewhere():
    assert verify_signature(BODY, HEADER, SECRET, now=WHEN)


@pytest.mark.parametrize(
    "header", [HEADER.upper(), f"t=1767225600,s={DIGEST.upper()}", f" t=1767225600, s={DIGEST} "]
)
def test_the_case_of_its_letters_and_blanks_do_not_matter(header: str):
    assert verify_signature(BODY, header, SECRET, now=WHEN)


@pytest.mark.parametrize(
    ("body", "header", "secret"),
    [
        (BODY + b" ", HEADER, SECRET),
        (BODY, HEADER, "other"),
        (BODY, HEADER, ""),
        (BODY, HEADER.replace("t=1767225600", "t=1767225601"), SECRET),
        (BODY, f"t=1767225600,s={'0' * 64}", SECRET),
        (BODY, f"s={DIGEST}", SECRET),
        (BODY, f"t=,s={DIGEST}", SECRET),
        (BODY, f"t=1767225600,s={DIGEST[:-1]}", SECRET),
        (BODY, f"{HEADER},s={DIGEST}", SECRET),
        (BODY, "t=١٧٦٧٢٢٥٦٠٠,s=" + DIGEST, SECRET),
        (BODY, "", SECRET),
    ],
)
def test_anything_else_does_not_fit(body: bytes, header: str, secret: str):
    assert not verify_signature(body, header, secret, now=WHEN)


def test_an_empty_secret_is_no_secret():
    forged = hmac.new(b"", b"1767225600." + BODY, hashlib.sha256).hexdigest()
    assert not verify_signature(BODY, f"t=1767225600,s={forged}", "", now=WHEN)


@pytest.mark.parametrize("sign", [-1, 1])
def test_an_old_or_future_signature_may_be_a_replay(sign: int):
    assert verify_signature(BODY, HEADER, SECRET, now=WHEN + sign * TOLERANCE)
    beyond = TOLERANCE + timedelta(seconds=1)
    assert not verify_signature(BODY, HEADER, SECRET, now=WHEN + sign * beyond)
    assert verify_signature(BODY, HEADER, SECRET, now=WHEN + sign * beyond, tolerance=beyond)


def test_the_clock_is_used_where_no_time_is_given():
    assert not verify_signature(BODY, HEADER, SECRET)


@given(st.binary(max_size=50), st.text(min_size=1, max_size=20), st.integers(0, 2**33))
def test_what_is_signed_is_verified(body: bytes, secret: str, seconds: int):
    digest = hmac.new(secret.encode(), str(seconds).encode() + b"." + body, hashlib.sha256).hexdigest()
    now = datetime.fromtimestamp(seconds, UTC)
    assert verify_signature(body, f"t={seconds},s={digest}", secret, now=now)
