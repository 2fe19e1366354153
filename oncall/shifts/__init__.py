"""Who is on changes hands, and nobody is surprised by it."""
