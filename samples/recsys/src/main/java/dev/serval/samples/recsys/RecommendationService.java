package dev.serval.samples.recsys;

import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Reconfigure;
import dev.serval.api.Stage;
import dev.serval.samples.recsys.Recommendations.Basis;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/** Recommends films over HTTP. */
@Stage
@Ingress
@Path("/")
public class RecommendationService {

  @Handle UserFeatureExtractor features;

  @Handle("ItemRankingModel")
  FilmRanker ranker;

  private volatile RecommendationLimits limits = RecommendationLimits.NONE;

  /** Takes the deployment's {@code userConfig}, at start and whenever it changes. */
  @Reconfigure
  void limit(RecommendationLimits changed) {
    limits = changed;
  }

  /** The films that a user will probably like best. */
  @POST
  @Path("recommend")
  public Recommendations recommend(@NotNull @Valid RecommendationRequest request) {
    UserFeatures user = features.extract(request.userId());
    List<RankedFilm> films = ranker.rank(new RankingQuery(user, limits.of(request.topK())));
    return new Recommendations(
        user.userId(), user.known() ? Basis.RATINGS : Basis.POPULARITY, films);
  }
}
