"""The look: the template tags behind the components, and the gallery that shows them all."""
