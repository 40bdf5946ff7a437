"""What the archives bring to the desk, by subject; the app's `registers` names each module."""
