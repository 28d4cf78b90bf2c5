package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** A service that adds one, as its caller sees it. */
@Path("/services")
public interface AddOneClient {

  /** Adds one here and in every later link. */
  @POST
  @Path("chain")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  Uni<Count> addAlongChain(Count count);

  /** Adds one here. */
  @POST
  @Path("add")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  Uni<Count> add(Count count);
}
