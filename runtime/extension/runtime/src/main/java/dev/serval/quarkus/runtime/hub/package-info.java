/**
 * This process as a replica that has a hub: what the hub says of replicas and settings is applied
 * here, and load is reported. Loaded only if {@code serval.hub.address} is set.
 */
package dev.serval.quarkus.runtime.hub;
