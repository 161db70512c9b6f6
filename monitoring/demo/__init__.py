"""The demo clinic: invented people whose weeks are entered through the services."""
