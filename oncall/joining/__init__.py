"""A third person in a call: the manager joins, or somebody else takes it over, and nobody is left alone.

The caller and the practitioner go on talking while the third person is rung. Only when that person has
pressed 1 are the two moved into a conference with them: the practitioner's leg is sent there by one request,
whereupon the caller's `<Dial>` ends and its action puts the caller there too. So a manager who does not
answer, or a request that fails, costs nobody their conversation.
"""
