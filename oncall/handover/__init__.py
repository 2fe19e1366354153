"""The morning document: built all night, signed by the practitioner, read and owned by the team lead."""
