"""Runs a plan over blocks and events to measures, without clock, thread, socket or file."""
