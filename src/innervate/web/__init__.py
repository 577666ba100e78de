"""The local app's server: an HTTP API, one WebSocket, and the built front end."""
