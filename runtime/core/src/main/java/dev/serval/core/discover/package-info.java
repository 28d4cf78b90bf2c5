/** How a process learns of the replicas of deployments that it does not host. */
package dev.serval.core.discover;
