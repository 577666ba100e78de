"""The nouns and contracts of the house: everything else is built from these."""
