/** Measures the hub of a real operator with simulated replicas. */
package dev.serval.bench.hub;
