/**
 * Handles: where they are injected, what they must get right, and the clients generated for them.
 */
package dev.serval.quarkus.deployment.handle;
