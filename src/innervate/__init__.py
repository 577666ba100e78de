"""innervate: ask for a muscle, see who answers, and learn honestly whether anything changed."""

__version__ = "0.1.0"
