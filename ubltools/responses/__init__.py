"""Responses: what IMR, MLR and MLS say about a document that was sent, and what is to be done next.

Reading (read), meaning (meaning), which document a response is about and its state (matching, history),
the store of what was sent and answered (store), and whether a document may be sent now (gate). Nothing
here validates; that is validation's work, on responses as on any document.
"""
