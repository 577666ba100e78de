"""Guided protocols as data, and the machine that runs them without any sensor."""
