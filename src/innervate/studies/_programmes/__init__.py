"""Whole programmes lived by a virtual athlete in virtual time, with the letters they would get."""
