package dev.serval.operator.status;

import java.util.Optional;

/**
 * How a deployment that asks for autoscaling scales.
 *
 * @param deployment its name in the spec
 * @param cause how it scales, or why it doesn't; empty if nobody has looked yet
 */
public record ObservedScaling(String deployment, Optional<Cause> cause) {}
