"""What tests, bench and screenshots stand on: private servers and ready-made databases."""
