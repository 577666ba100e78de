"""Programmes: weeks of sessions as data, and the pure calendar that says what is due when."""
