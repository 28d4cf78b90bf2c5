package dev.serval.bench.app;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The body that every request carries. */
public record Message(@JsonProperty("user_id") String userId, String x) {}
