"""A step and a metric for innervate, in a package of their own."""
