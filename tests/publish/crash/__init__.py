"""Worlds in which a queue is published while its workers are killed and every connection may break.

run.main(arguments)      all worlds, a line each, the sum as the last line (`make crash`)
world.play(World)        one network on one database -> what its own list shows afterwards
network, worker          the two kinds of process in a world
"""
