"""Tells people what changed: messages composed from stored transitions, delivered from an outbox."""
