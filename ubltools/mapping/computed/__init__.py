"""The only functions of the mapping: pure, from an object in scope and the facts of the document.

lines: what a line comes to. totals: VAT groups and totals. tax: ventilation code and rate <-> VAT category.
party: endpoint, identifiers, addresses, contact. document: references, delivery, payment. attachments.
"""
