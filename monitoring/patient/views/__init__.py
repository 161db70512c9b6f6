"""HTTP edge of the patient's pages."""
