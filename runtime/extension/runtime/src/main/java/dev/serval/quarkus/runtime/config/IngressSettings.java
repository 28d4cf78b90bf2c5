package dev.serval.quarkus.runtime.config;

import java.time.Duration;

/**
 * What the HTTP side needs to know.
 *
 * @param routePrefix {@code /}, or a path that starts with a slash and does not end with one
 * @param requestTimeout 0 for none
 * @param rejectsUnknownFields whether JSON fields that the request's type does not have are an
 *     error
 */
public record IngressSettings(
    String routePrefix, Duration requestTimeout, boolean rejectsUnknownFields) {}
