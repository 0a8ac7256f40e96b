"""Real software, started on loopback for the tests of connectors: a file a server.

A test asks for a fixture of `fixtures.py` and carries the marker `server`. What is not installed skips the test, which
says what to install; with the environment variable CI=true it fails instead. `.ci/run` installs everything.
"""
