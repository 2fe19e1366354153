"""Who rings us, for whom, and who works here: carers, professionals, children, staff, the directory."""
