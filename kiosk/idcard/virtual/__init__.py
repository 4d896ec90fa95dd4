"""The card's side: a chip that answers commands, its issuer, and persons as JSON files. Pure."""
