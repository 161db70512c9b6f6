"""Display values of intake's pages."""
