"""Sources: how exports and platforms are read, whatever their format."""
