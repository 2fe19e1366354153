"""Recording calls, off unless a service turns it on: announced, refused by a key, paused, kept sealed.

The caller's leg is recorded by a request of its own once somebody has taken the call, so nothing is recorded
that nobody was told of, and a refusal or a fault costs the caller nothing.
"""
