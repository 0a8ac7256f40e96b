"""The hand-written rules behind the labels: form features of a text, each transparent by itself."""
