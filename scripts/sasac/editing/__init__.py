"""The editor's tools: add a text, suggest, status, diff, and the one canonical form of a record file."""
