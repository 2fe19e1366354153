"""Reading the rota: who is on now and next, the calendar, proof of cover, feeds for other calendars."""
