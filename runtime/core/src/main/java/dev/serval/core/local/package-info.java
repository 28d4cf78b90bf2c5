/** Calls to replicas in the same process. */
package dev.serval.core.local;
