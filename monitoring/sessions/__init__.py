"""The watch over a dose at home: which checks are expected after it, and what became of them."""
