"""People, sessions and their measures, kept in one folder: `Store` in ``store``, rows in ``rows``."""
