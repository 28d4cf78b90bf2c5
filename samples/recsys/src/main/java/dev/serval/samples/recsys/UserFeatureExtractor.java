package dev.serval.samples.recsys;

/** The contract of the stage that knows users. */
public interface UserFeatureExtractor {

  /** The features of a user, known or not. */
  UserFeatures extract(int userId);
}
