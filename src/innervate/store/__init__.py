"""People, sessions and their measures in one folder: `store.store.Store` gives `store.rows`."""
