// Only there to be compiled: its target makes the precompiled headers of the others (Precompiled.cmake).
