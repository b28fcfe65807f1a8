"""Renderers: a Report goes in, text comes out; one format a module.

A renderer decides nothing: what was found and what ran is in the report, and each renderer shows all
of it or says how much it leaves out. Import the one you need: `from ubltools.report import text`.
"""
