"""The fast engine: rule sets compiled to Python, run over a light index of the document.

The front end (lexer, parser, syntax, functions, contexts) turns the XPath of the model into a tree, the
emit_* modules turn the tree into Python, the *_values modules are what the result calls while it runs. What
is not understood is refused by rule id when it is compiled, never guessed. Nothing here knows lxml or Saxon.
"""
