"""A telephone network to rehearse with: it plays Twilio over HTTP and knows nothing of the service.

Run it with `python -m oncall.practice`, or inside a test with `oncall.practice.script.Network`.
"""
