"""What a comparison finds: frozen values, no behaviour beyond asking them. Imports nothing of ours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    """What one of two documents says at a place, and where. Any part of the place may be unknown.

    value: the text as the document has it; of a group all its texts, of a file its size and checksum
    xpath: place in the UBL document, of an order in the UBL that it becomes
    line: 1-based line of the element, in a document that is UBL
    json_path: place in the order, e.g. $.OrderLines[1].VATPercentage; from "company" in its profile
    """

    value: str
    xpath: str | None = None
    line: int | None = None
    json_path: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two documents differ.

    term: EN 16931 business term (BT-146, BG-25); None outside EN 16931 and for fields of the order only
    left, right: both sides; None where that document has nothing of the kind
    """

    term: str | None
    left: Side | None
    right: Side | None
