"""Validation of UBL: schemas and Schematron rules, releases as data, verdicts as values."""
