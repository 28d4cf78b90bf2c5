package dev.serval.bench.app;

import io.smallrye.mutiny.Uni;

/** The contract of {@link FeatureExtractor}. */
public interface FeatureExtracting {
  /** The features of a user. */
  Uni<Features> extract(String user);
}
