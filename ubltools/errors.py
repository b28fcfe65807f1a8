"""What can go wrong with the work itself.

An exception means that ubltools could not do its work. That a document is not right is a
Finding (see finding.py), never an exception. Every exception carries the id it is reported
under and the exit code the command ends with. Nothing else lives here.

    UblToolsError
    +-- InputError            exit 3   the bytes are not what they should be
    |   +-- NotXml                     not well-formed XML
    |   +-- UnsafeXml                  a document type declaration, or nesting beyond the limit
    |   +-- NotJson                    not JSON, also not with comments and trailing commas
    |   +-- NotAnOrder                 JSON, but not a Billit order
    |   +-- NotAResponse               XML or JSON, but nothing that answers a document
    |   +-- EmptyInput                 nothing in it
    |   +-- TooLarge                   more bytes than the limit
    +-- ConfigurationError    exit 2   asked for something that is not there
    |   +-- CompanyUnknown             the order does not say who we are and nobody told us
    |   +-- ReleaseUnknown             no rule release of that name
    +-- EngineError           exit 4   a validation layer could not run
        +-- ArtefactMissing            a schema or rule file is not there, or not the known one
        +-- EngineUnavailable          Saxon cannot start here
        +-- RulesBroken                the rules do not compile
        +-- WorkerEnded                the process that was at work on a document came to its end
"""


class UblToolsError(Exception):
    """Base of every error that ubltools raises on purpose."""

    rule = "UBLT-ERROR"
    exit_code = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(UblToolsError):
    """The bytes given are not what they should be."""

    rule = "UBLT-INPUT"
    exit_code = 3


class NotXml(InputError):
    """Not well-formed XML."""

    rule = "UBLT-NOT-XML"


class UnsafeXml(InputError):
    """XML that is refused before it is read: a DTD, or nesting beyond the limit."""

    rule = "UBLT-UNSAFE-XML"


class NotJson(InputError):
    """Not JSON, also not with comments and trailing commas."""

    rule = "UBLT-NOT-JSON"


class NotAnOrder(InputError):
    """JSON, but not a Billit order."""

    rule = "UBLT-NOT-AN-ORDER"


class NotAResponse(InputError):
    """Neither an IMR, MLR or MLS, nor a message of Billit about one."""

    rule = "UBLT-NOT-A-RESPONSE"


class EmptyInput(InputError):
    """There is nothing in the input."""

    rule = "UBLT-EMPTY"


class TooLarge(InputError):
    """More bytes than the limit."""

    rule = "UBLT-TOO-LARGE"


class ConfigurationError(UblToolsError):
    """Asked for something that is not there."""

    rule = "UBLT-CONFIGURATION"
    exit_code = 2


class CompanyUnknown(ConfigurationError):
    """The order does not contain the own company and no profile was given."""

    rule = "UBLT-COMPANY-UNKNOWN"


class ReleaseUnknown(ConfigurationError):
    """No rule release of that name."""

    rule = "UBLT-RELEASE-UNKNOWN"


class EngineError(UblToolsError):
    """A validation layer could not run."""

    rule = "UBLT-ENGINE"
    exit_code = 4


class ArtefactMissing(EngineError):
    """A schema or rule file is missing, or is not the known one."""

    rule = "UBLT-ARTEFACT-MISSING"


class EngineUnavailable(EngineError):
    """Saxon cannot start in this process."""

    rule = "UBLT-ENGINE-UNAVAILABLE"


class RulesBroken(EngineError):
    """The rules of a release do not compile."""

    rule = "UBLT-RULES-BROKEN"


class WorkerEnded(EngineError):
    """The process that was at work on a document came to its end without an answer."""

    rule = "UBLT-WORKER-ENDED"
