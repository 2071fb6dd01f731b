"""The portal on her phone: put on the home screen, and what is shown when the net is gone. It knows nobody."""
