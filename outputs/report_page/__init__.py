"""The pieces of the report's page: words, marked text, facts, pairs of cities, times; template, style and script beside them."""
