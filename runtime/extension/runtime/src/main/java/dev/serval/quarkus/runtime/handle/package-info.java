/** The handles that are injected into stages and other beans. */
package dev.serval.quarkus.runtime.handle;
