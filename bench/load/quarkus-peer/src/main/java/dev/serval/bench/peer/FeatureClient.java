package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The feature extractor as the recommender calls it. */
@Path("/services/features")
public interface FeatureClient {

  /** Returns the features of a user. */
  @GET
  @Path("{user}")
  @Produces(MediaType.APPLICATION_JSON)
  Uni<Features> extract(@PathParam("user") String user);
}
