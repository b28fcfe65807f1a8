"""The mapping engine: one declaration of rows, walked in five ways.

rows (the words), codecs (text <-> value), tree (rows -> trie), and the walks write, read, locate,
audit, describe. It knows JSON objects and XML elements; it knows neither invoices nor Billit.
"""
