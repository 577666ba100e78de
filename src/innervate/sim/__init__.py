"""The virtual athlete, with the truth beside every sample."""
