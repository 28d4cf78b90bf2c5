package dev.serval.bench.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What the recommender answers. */
public record Recommendations(@JsonProperty("user_id") String userId, List<ScoredItem> items) {}
