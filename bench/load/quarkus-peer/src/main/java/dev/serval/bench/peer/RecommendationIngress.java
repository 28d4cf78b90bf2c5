package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Ingress of the recommender: features of the user, then the ranking of the items. */
@Path("/recsys")
public class RecommendationIngress {

  private final List<FeatureClient> features;
  private final RankingClient ranking;
  private final AtomicInteger turn = new AtomicInteger();

  RecommendationIngress(PeerConfig config, Clients clients, @RestClient RankingClient ranking) {
    this.features = clients.of(FeatureClient.class, config.features());
    this.ranking = ranking;
  }

  /** Recommends items to the user named in the message. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Uni<Recommendations> recommend(Message message) {
    return nextExtractor()
        .extract(message.userId())
        .flatMap(ranking::rank)
        .map(items -> new Recommendations(message.userId(), items));
  }

  private FeatureClient nextExtractor() {
    return features.get(Math.floorMod(turn.getAndIncrement(), features.size()));
  }
}
