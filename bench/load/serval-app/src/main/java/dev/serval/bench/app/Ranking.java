package dev.serval.bench.app;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** The contract of {@link ItemRanking}. */
public interface Ranking {
  /** The ten best items for a user, best first. */
  Uni<List<ScoredItem>> rank(Features user);
}
