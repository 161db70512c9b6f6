"""What the applicant tells of pain, treatments, opioids, earlier ketamine and body size."""
