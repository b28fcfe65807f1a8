"""The only functions of the mapping: pure, from an object in scope and the facts of the document.

tax: ventilation code and rate <-> VAT category. totals: lines, VAT groups, amounts. party: endpoint,
identifiers, addresses, contact. document: references, delivery, payment, attachments.
"""
