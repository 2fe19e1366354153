"""A text from arrival to reply: receive, acknowledge, alert, thread, delivery."""
