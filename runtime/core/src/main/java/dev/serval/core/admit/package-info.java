/** The strict cap on the running calls of a replica, and who gets a slot that becomes free. */
package dev.serval.core.admit;
