"""Pages: the slip, the dossier, their picture for the screen. Draws values of `core`; decides no word."""
