package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Ingress of the chain. */
@Path("/chain4")
public class ChainIngress {

  private final List<AddOneClient> first;

  ChainIngress(PeerConfig config, Clients clients) {
    this.first = clients.of(AddOneClient.class, config.next().map(List::of));
  }

  /** Sends a zero down the chain and answers with how many links it passed. */
  @POST
  @Produces(MediaType.APPLICATION_JSON)
  public Uni<Integer> count() {
    return first.getFirst().addAlongChain(new Count(0)).map(Count::value);
  }
}
