/**
 * What the build of an application leaves for its run: the catalogue of stages and the engine's
 * host.
 */
package dev.serval.quarkus.runtime;
