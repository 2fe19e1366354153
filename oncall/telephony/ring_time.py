"""For how long a telephone rings before the caller hears a word again.

While `<Dial>` rings somebody nothing can be said to the caller: they hear the ringing tone. So that they are
told every 20 seconds that we are still trying and what 999 is for, somebody who is to be rung for longer is
rung in equal parts with those words between them, the same person each time and nobody else. We chose this
over holding callers in a conference and ringing people by separate calls: that would need the queue, a worker
and one REST request a second at most, where `<Dial>` needs a web process and the database alone. We chose
equal parts over 20 seconds and a rest, since a telephone that rings for 5 seconds reaches nobody; and many
silenced telephones let the second ring of one number through. What remains: the telephone company may ring up
to 5 seconds longer than it is asked to, and whoever has picked up may listen for a while, during which the
caller hears the ringing tone.
"""

LONGEST_WITHOUT_A_WORD = 20


def parts_of(seconds: int) -> tuple[int, ...]:
    """The ring time of one person as equal parts in seconds, none longer than 20; they add up to it."""
    number = max(1, -(-seconds // LONGEST_WITHOUT_A_WORD))
    each, rest = divmod(seconds, number)
    return tuple(each + 1 if part < rest else each for part in range(number))
