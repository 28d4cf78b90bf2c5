package dev.serval.operator.hub.identity;

/**
 * What the API server says of a good token.
 *
 * @param namespace of the pod that it is bound to
 * @param account the service account that it is of
 * @param pod the name
 * @param podUid the pod's uid
 */
record PodToken(String namespace, String account, String pod, String podUid) {}
