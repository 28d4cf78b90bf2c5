package dev.serval.operator.metricsapi.api;

import dev.serval.operator.metricsapi.identity.ConnectionPeer;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * A request to the API.
 *
 * @param method of HTTP
 * @param uri path and query, as they were sent
 * @param headers as they were sent
 * @param peer of its connection
 */
public record ApiRequest(String method, String uri, HttpHeaders headers, ConnectionPeer peer) {}
