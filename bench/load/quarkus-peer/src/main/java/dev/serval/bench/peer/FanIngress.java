package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Ingress that calls all its services at once. */
@Path("/fan4")
public class FanIngress {

  private final List<AddOneClient> services;

  FanIngress(PeerConfig config, Clients clients) {
    this.services = clients.of(AddOneClient.class, config.fan());
  }

  /** Sends a one to every service and answers with the sum. */
  @POST
  @Produces(MediaType.APPLICATION_JSON)
  public Uni<Integer> sum() {
    Count one = new Count(1);
    return Uni.join()
        .all(services.stream().map(service -> service.add(one)).toList())
        .andFailFast()
        .map(counts -> counts.stream().mapToInt(Count::value).sum());
  }
}
