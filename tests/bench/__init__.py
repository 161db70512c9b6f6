"""`make bench`: how fast the main pages are, against bare ones on the same servers."""
