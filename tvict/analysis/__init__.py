"""Arithmetic on the tables: checks, history, decomposition and comparison. Tables in, tables out."""
