"""The HTTP API; the only folder that knows HTTP."""
