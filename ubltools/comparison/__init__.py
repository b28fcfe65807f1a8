"""In what two documents differ: orders, UBL documents, or one of each.

model (what is found), parts (a document as a tree whose equal parts have the same number), pairing (which
of several siblings belong together), walk (the differences of two trees), origin (where a part stands),
documents (reading, and compare itself). Nothing here judges a document and nothing is rendered.
"""
