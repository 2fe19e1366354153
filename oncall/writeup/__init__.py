"""The practitioner's part: triage at the phone, the note, what must follow."""
