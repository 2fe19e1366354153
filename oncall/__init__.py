"""The out-of-hours line: a carer rings, a practitioner answers, the team lead reads about it."""
