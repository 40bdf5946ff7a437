"""The engine: a policy document compiled once into closures, then asked of one case after another."""
