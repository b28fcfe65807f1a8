"""The one table in which Billit's order and UBL 2.1 meet, keyed by business term.

The modules here declare rows, in the order of the UBL elements; the functions that rows name live in
computed/. Nothing here walks anything: that is what lens/ does.
"""
