"""What the room brings to the desk, by subject; the app's `registers` names each module."""
