"""ubltools: Billit orders and Peppol UBL, converted and validated."""

__version__ = "0.1.0"
