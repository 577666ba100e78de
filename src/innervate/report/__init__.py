"""A session as one JSON document, and that document as one self-contained page."""
