"""Connectors: one source per file; each module defines exactly one class `Connector`."""
