/** The typed errors a call between deployments may end with. */
package dev.serval.api.error;
