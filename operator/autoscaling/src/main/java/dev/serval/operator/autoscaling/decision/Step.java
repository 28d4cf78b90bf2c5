package dev.serval.operator.autoscaling.decision;

/**
 * One decision and what it leaves for the next.
 *
 * @param decision how many replicas, and why
 * @param state what the next decision starts from
 */
public record Step(Decision decision, ScalingState state) {}
