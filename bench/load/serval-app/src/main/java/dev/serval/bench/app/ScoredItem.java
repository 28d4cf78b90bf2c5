package dev.serval.bench.app;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One ranked item. */
public record ScoredItem(@JsonProperty("item_id") int itemId, float score) {}
