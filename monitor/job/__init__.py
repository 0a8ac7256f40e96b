"""The nightly job: import, label, detect, report and alert, one run at a time."""
