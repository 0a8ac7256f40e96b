"""Symptoms: one per file, found by `monitor.symptoms.registry`."""
