package dev.serval.samples.recsys;

import dev.serval.api.Batch;
import dev.serval.api.CpuBound;
import dev.serval.api.Stage;
import dev.serval.samples.recsys.model.Film;
import dev.serval.samples.recsys.model.RankingModel;
import dev.serval.samples.recsys.model.ScoredFilm;
import dev.serval.samples.recsys.model.UserQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Ranks films for many users at once: one pass over the films serves a whole batch. */
@Stage
public class ItemRankingModel {

  private final RankingModel model;
  private final Duration delay;

  ItemRankingModel(RankingModel model, SimulatedWork simulated) {
    this.model = model;
    this.delay = simulated.ranking();
  }

  /** The best films of each user; users that the model does not know get the popular films. */
  @Batch(maxSize = 32, maxWait = "10ms")
  @CpuBound
  public List<List<RankedFilm>> rank(List<RankingQuery> queries) throws InterruptedException {
    Thread.sleep(delay);
    List<UserQuery> known = new ArrayList<>(queries.size());
    for (RankingQuery query : queries) {
      if (query.user().known()) {
        known.add(new UserQuery(query.user().factors(), query.user().seen(), query.topK()));
      }
    }
    Iterator<List<ScoredFilm>> ranked = model.top(known).iterator();
    List<List<RankedFilm>> answers = new ArrayList<>(queries.size());
    for (RankingQuery query : queries) {
      answers.add(describe(query.user().known() ? ranked.next() : model.popular(query.topK())));
    }
    return answers;
  }

  private List<RankedFilm> describe(List<ScoredFilm> scored) {
    List<RankedFilm> described = new ArrayList<>(scored.size());
    for (ScoredFilm film : scored) {
      Film details = model.film(film.filmId());
      described.add(
          new RankedFilm(
              details.id(), details.title(), details.year(), details.genres(), film.score()));
    }
    return described;
  }
}
