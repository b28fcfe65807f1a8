"""Every business term that has no row of its own, and why; and what UBL has several of and an order one.

Declarations only. A test holds rows and this page together against codes/terms.csv: nothing of Peppol BIS
Billing may be missing from both. What has no field is listed when a document is read (UBLT-UNMAPPED), and
kept under the path of its element when that is asked for.
"""

from typing import Final

# An order has one kind of line for allowances and charges: the rows of an allowance serve a charge as well.
_CHARGES: Final = {
    "BG-21": "BG-20", "BT-99": "BT-92", "BT-100": "BT-93", "BT-101": "BT-94", "BT-102": "BT-95",
    "BT-103": "BT-96", "BT-104": "BT-97", "BT-105": "BT-98",
    "BG-28": "BG-27", "BT-141": "BT-136", "BT-142": "BT-137", "BT-143": "BT-138", "BT-144": "BT-139",
    "BT-145": "BT-140",
}  # fmt: skip

# term -> the term whose row carries it too
SHARED: Final = {
    **_CHARGES,
    "BG-1": "BT-22",  # the note is its text
    "BT-18": "BT-122",  # AdditionalDocumentReference with DocumentType 130
}
# The same, in a credit note only.
SHARED_IN_CREDIT_NOTE: Final = {
    "BT-11": "BT-122",  # the custom field ProjectReference becomes a supporting document of type 50
}

_LINE_2: Final = "An address has street, number and box in one line, and no second one."
_LINE_3: Final = "An address has no third line."
_REGION: Final = "An address has no region."
_PAYEE: Final = "An order is paid to its supplier; a factor is named in Comments or PaymentTerms."
_CARD: Final = "PaymentMethod may say Visa or Bancontact, but the card is not in an order."
_SECOND_CURRENCY: Final = "An order has one currency; what FXRateToForeign does to UBL is not documented."
_OBJECT: Final = "Billit documents no field for what is invoiced."
_GROSS_PRICE: Final = "An order has the net price; Billit documents no allowance on a price."

DELIBERATELY_UNMAPPED: Final = {
    "BT-21": "A subject code is part of the note's text in UBL (#AAI#) and stays in it.",
    "BT-6": _SECOND_CURRENCY,
    "BT-111": _SECOND_CURRENCY,
    "BT-8": "TaxPointDate is a date; a code instead of it has no field.",
    "BT-26": "AboutInvoiceNumber is a number without a date.",
    "BT-15": "Billit documents a custom field for despatch advices, none for receiving advices.",
    "BT-17": "Billit documents no field for a tender or lot.",
    "BT-18-1": _OBJECT,
    "BT-124": "An attachment is a file; a link to one has no field.",
    "BT-90": "The mandate is in an order, the creditor identifier is in Billit's settings.",
    "BT-36": _LINE_2, "BT-51": _LINE_2,
    "BT-162": _LINE_3, "BT-163": _LINE_3, "BT-165": _LINE_3,
    "BT-39": _REGION, "BT-54": _REGION,
    "BT-32": "A party has one tax number, VATNumber.",
    "BT-33": "RPR is the court of the register, not the legal form that stands here.",
    "BG-10": _PAYEE, "BT-59": _PAYEE, "BT-60": _PAYEE, "BT-60-1": _PAYEE, "BT-61": _PAYEE, "BT-61-1": _PAYEE,
    "BT-82": "The payment means are a code only.",
    "BG-18": _CARD, "BT-87": _CARD, "BT-88": _CARD,
    "BT-85": "The account is IBAN and BIC; it has no name.",
    "BT-91": "The account of the buyer is known to his bank; only the mandate is in an order.",
    "BT-114": "ToPay is what is to be paid; how it was rounded is not said.",
    "BT-133": "A line has accounting fields for Billit's own books, none for the buyer's.",
    "BT-128": _OBJECT, "BT-128-1": _OBJECT,
    "BT-159": "Billit documents no field for the origin of an item.",
    "BT-158-2": "CommodityClassification<list> names the list, not its version.",
    "BT-147": _GROSS_PRICE, "BT-148": _GROSS_PRICE,
    "BT-150": "The price is for one of the unit of the line.",
}  # fmt: skip

# Terms of which a document may have several and an order holds the first; the rest is UBLT-REPEATED.
ONE_OF_SEVERAL: Final = {
    "BG-1": "Comments is one text.",
    "BG-3": "AboutInvoiceNumber is one number.",
    "BG-17": "IBAN and BIC are one account.",
}
