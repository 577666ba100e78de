"""Simulated studies: worlds with a known finding, measured by the product's own measures."""
