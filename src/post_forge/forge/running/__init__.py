"""Stay up: the alarm clock, health, alerts and the morning message around publishing."""
