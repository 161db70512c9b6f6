"""The patient's own pages, where the lower services meet in one transaction."""
