"""Pure rules of the library: no Django, no clock, no database."""
