/**
 * Puts the engine together: the deployments that this process hosts and the handles to all of them.
 */
package dev.serval.core.app;
