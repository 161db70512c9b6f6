"""What the patient reports: blood pressure before a dose, side effects, pain."""
