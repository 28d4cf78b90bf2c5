/** A load client: concurrent users who each send one request after the other. */
package dev.serval.samples.load;
