"""Display values of the clinic's pages; no queries here."""
