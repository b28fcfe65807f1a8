"""The two things that can go wrong: an expression that the compiler does not know, and one that fails.

Nothing else raises out of compiled rules; any other exception is a mistake in this package.
"""


class NotUnderstood(Exception):
    """An expression, or a part of one, that is not compiled here. The text says which."""


class DynamicError(Exception):
    """An expression that has no value on this document. code: as XPath names it, e.g. "FORG0001"."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason
