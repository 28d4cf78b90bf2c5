package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The ranking model as the recommender calls it. */
@RegisterRestClient(configKey = "ranking")
@Path("/services/ranking")
public interface RankingClient {

  /** Returns the best items of a user, best first. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  Uni<List<ScoredItem>> rank(Features features);
}
