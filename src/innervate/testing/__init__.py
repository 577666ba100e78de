"""The contract suites that every plug-in, built in or third party, is run through."""
