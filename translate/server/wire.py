"""How the server speaks HTTP on each of its connections, with all that it bears and does not bear."""

from translate.server.parting import Parting
from translate.server.patience import Patient


class Wire(Patient, Parting):
    """Bounds to the time of a head; answers to half a connection, and to what is no HTTP."""
