"""How each person is reached: their wishes, the next way when one fails, the inbox, deliveries."""
