package dev.serval.operator.hub.identity;

/**
 * The pod of an operator that a caller has proved to be.
 *
 * @param pod its name
 * @param podUid its uid, so that no other of its name is meant
 */
public record OperatorIdentity(String pod, String podUid) {}
