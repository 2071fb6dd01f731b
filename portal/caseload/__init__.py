"""The staff side: whom I am there for, and one participant as she stands."""
