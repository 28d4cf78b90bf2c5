package dev.serval.samples.recsys;

import java.util.List;

/** The contract of the stage that ranks films, as its callers see it: one user at a time. */
public interface FilmRanker {

  /** The best films for a user, best first. */
  List<RankedFilm> rank(RankingQuery query);
}
