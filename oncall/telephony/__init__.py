"""The telephone company, as we need it: numbers, requests in, words out, calls and texts sent."""
