"""The patient's own dosing pages, to read, and their calendar."""
