/**
 * Autoscaling in simulated time: a deployment whose replicas take a while to start, load that comes
 * in closed and open loops, reports each second; and what the decisions cost in real time.
 */
package dev.serval.bench.autoscaling;
