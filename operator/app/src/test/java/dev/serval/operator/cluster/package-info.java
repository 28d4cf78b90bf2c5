/** A cluster to test the operator on: a real API server, and what stands for the rest of it. */
package dev.serval.operator.cluster;
