/**
 * Calls to replicas in other processes: the multiplexed protocol of {@code
 * docs/design/wire-protocol.md} over TCP.
 */
package dev.serval.core.wire;
