"""A call from first ring to last status: receive, ring next, whisper, accept, voicemail, call back."""
