"""Tables, bars and sparklines for people; plain text where the output is no terminal."""
