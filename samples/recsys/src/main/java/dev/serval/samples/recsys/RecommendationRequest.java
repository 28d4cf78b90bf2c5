package dev.serval.samples.recsys;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;

/**
 * Who wants films recommended, and how many.
 *
 * @param userId a user of MovieLens, 1 to 671, or anybody else
 * @param topK how many films, 1 to 100; 10 if left out
 */
public record RecommendationRequest(
    @NotNull @Positive Integer userId,
    @JsonProperty(defaultValue = "10") @Min(1) @Max(100) Integer topK) {

  /** Fills in what was left out. */
  public RecommendationRequest {
    if (topK == null) {
      topK = 10;
    }
  }
}
