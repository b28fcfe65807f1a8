"""How a custom field of Billit is spelled: the dotted path of its element from the root.

Keys only, no values. "Custom fields credit note" has the roots CreditNote and CreditNoteLine, another
page keeps Invoice for a credit note: what is written under Invoice is read there too, after its own.
"""


def header(root: str, *ends: str) -> tuple[str, ...]:
    """The keys of a custom field of the document, for rows whose scope is the document itself."""
    return tuple(dict.fromkeys(f"CustomFields['{each}.{end}']" for end in ends for each in (root, "Invoice")))


def document(root: str, *ends: str) -> tuple[str, ...]:
    """The same for rows inside a party, an address or a line."""
    return tuple(f"$.{key}" for key in header(root, *ends))


def line(element: str, *ends: str) -> tuple[str, ...]:
    """The keys of a custom field of a line; element: InvoiceLine or CreditNoteLine."""
    roots = (element, "InvoiceLine")
    return tuple(dict.fromkeys(f"CustomFields['{each}.{end}']" for end in ends for each in roots))
