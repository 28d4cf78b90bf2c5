package dev.serval.e2e.application;

/**
 * The worker's configuration for its users.
 *
 * @param greeting what its answers begin with
 */
public record WorkerConfig(String greeting) {}
