"""The tables of seven languages and the stem vectors of themewise, which finds them here."""
