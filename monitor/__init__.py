"""Horror Scenario Monitor: warns an organisation that its social accounts are dying."""

__version__ = "0.1.0"
