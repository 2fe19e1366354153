"""Who is on call: pure, standard library only, time always passed in."""
