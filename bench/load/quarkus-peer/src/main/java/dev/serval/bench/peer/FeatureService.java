package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Random;

/** Looks a user up, which takes about 10 ms. */
@Path("/services/features")
public class FeatureService {

  private static final long LOOKUP_MILLIS = 10;

  private final Delay delay;

  FeatureService(Delay delay) {
    this.delay = delay;
  }

  /** Returns the features of a user, the same for every call. */
  @GET
  @Path("{user}")
  @Produces(MediaType.APPLICATION_JSON)
  public Uni<Features> extract(@PathParam("user") String user) {
    return delay.millis(LOOKUP_MILLIS).map(ignored -> new Features(user, embedding(user)));
  }

  private static float[] embedding(String user) {
    Random random = new Random(user.hashCode());
    float[] embedding = new float[Features.DIMENSIONS];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = random.nextFloat();
    }
    return embedding;
  }
}
