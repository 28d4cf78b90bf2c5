package dev.serval.bench.peer;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Adds one; as a link of the chain it then calls the next link, if there is one. */
@Path("/services")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AddOneService {

  private final List<AddOneClient> next;

  AddOneService(PeerConfig config, Clients clients) {
    this.next = clients.of(AddOneClient.class, config.next().map(List::of));
  }

  /** Adds one here and in every later link. */
  @POST
  @Path("chain")
  public Uni<Count> addAlongChain(Count count) {
    Count more = new Count(count.value() + 1);
    return next.isEmpty() ? Uni.createFrom().item(more) : next.getFirst().addAlongChain(more);
  }

  /** Adds one here. */
  @POST
  @Path("add")
  @NonBlocking
  public Count add(Count count) {
    return new Count(count.value() + 1);
  }
}
