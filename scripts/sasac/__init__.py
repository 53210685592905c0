"""SASAC Meetings Reference: records in, one checked and linked corpus, pages and exports out."""

__version__ = "0.1.0"
