/**
 * The benchmark's graphs written as plain Quarkus services: Quarkus REST on the event loop, Jackson
 * both ways, and the reactive REST client between services.
 *
 * <p>One artifact serves every role. A process becomes an ingress, a link of the chain or a model
 * by the path it is called on and by the addresses its environment gives it.
 */
package dev.serval.bench.peer;
