"""How urgent, and what must follow: pure, standard library only, time always passed in."""
