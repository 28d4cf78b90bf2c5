package dev.serval.operator.hub.connection;

/**
 * A message as it goes to every replica that knows the same version.
 *
 * @param to the version that a replica knows after it
 * @param complete whether it is everything
 * @param bytes of the message; never changed
 */
record EncodedSnapshot(long to, boolean complete, byte[] bytes) {}
