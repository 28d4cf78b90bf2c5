/**
 * Between operators: whoever doesn't lead tells the leader what its replicas report, and is told
 * what the metrics API serves.
 */
package dev.serval.operator.relay;
