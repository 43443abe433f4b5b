"""casebook: the case ledger of a justice bureau's review and litigation section."""

__version__ = "0.1.0"
