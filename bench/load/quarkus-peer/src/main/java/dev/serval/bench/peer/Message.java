package dev.serval.bench.peer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The body every request carries. */
public record Message(@JsonProperty("user_id") String userId, String x) {}
