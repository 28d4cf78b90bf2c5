package dev.serval.bench.peer;

/** What the services of the chain and of the fan-out hand to each other. */
public record Count(int value) {}
