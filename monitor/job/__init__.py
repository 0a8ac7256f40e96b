"""The nightly job: import, fetch, label, detect, report and alert, one run at a time."""
