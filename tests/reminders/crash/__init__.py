"""The processes of the crash test: a receiver with a ledger, workers, beat."""
